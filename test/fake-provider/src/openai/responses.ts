// SPDX-License-Identifier: Apache-2.0
import { textPart, type PromptPart } from "../cache/prompt.ts";
import { generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { billInput, servedTier, type InputBill } from "./accounting.ts";
import { numberOf, requestedModel } from "./chat.ts";
import { billsCacheWrites, servedModel } from "./models.ts";
import { renderPrompt, type OpenAiPrompt } from "./prompt.ts";
import { outputItems } from "./response-items.ts";
import { responseEvents } from "./responses-stream.ts";
import { responsesUsage, toolUsage } from "./usage.ts";

/** A response kept by the server, for retrieval and `previous_response_id`. */
interface StoredResponse {
  readonly body: JsonObject;
  readonly generation: Generation;
  /** The whole conversation up to and with this answer. */
  readonly conversation: readonly PromptPart[];
}

/** Responses by id, the latest {@link MAX_STORED_RESPONSES}. */
export type ResponseStore = Map<string, StoredResponse>;

/** More than any test retrieves; keeps a benchmark's memory flat. */
const MAX_STORED_RESPONSES = 1000;

/** Answers `POST /v1/responses`. */
export function createResponse(call: Call, store: ResponseStore): Answer {
  const { body, reply, world } = call;
  const { response, bill, prompt, generation } = runResponse(call, store);
  const id = String(response["id"]);
  const conversation = [...prompt.parts, textPart(generation.text + JSON.stringify(generation.toolCalls))];
  if (body["store"] !== false) keep(store, id, { body: response, generation, conversation });
  if (body["stream"] === true) {
    const events = responseEvents({ response, generation, reply, options: body["stream_options"] });
    return { kind: "stream", onBegin: bill.commit, events };
  }
  if (body["background"] !== true) return { kind: "json", onBegin: bill.commit, body: response };
  const queued = { ...response, status: "queued", output: [], usage: null, completed_at: null };
  return { kind: "json", onBegin: bill.commit, body: { ...queued, created_at: Math.floor(world.now() / 1000) } };
}

/** Answers `POST /v1/responses/compact`. */
export function compactResponse(call: Call, store: ResponseStore): Answer {
  const { response, bill, generation } = runResponse(call, store);
  const kept = inputItems(call.body).filter((item) => item["role"] === "user");
  const compaction = {
    id: call.world.ids.next("cmp_", 48),
    type: "compaction",
    encrypted_content: Buffer.from(generation.text).toString("base64"),
  };
  const body = {
    id: response["id"],
    object: "response.compaction",
    created_at: response["created_at"],
    output: [...kept, compaction],
    ...(response["usage"] === undefined ? {} : { usage: response["usage"] }),
  };
  return { kind: "json", onBegin: bill.commit, body: overlay(body, call.reply.fields) };
}

/** Answers `GET /v1/responses/{id}`, whole or replayed as a stream; a step with `when` lays its fields over it: work under way. */
export function retrieveResponse(call: Call, store: ResponseStore): Answer {
  const stored = store.get(call.parameters["id"] ?? "");
  if (!stored) throw new RequestError(404, `Response with id '${call.parameters["id"]}' not found.`);
  if (call.request.query.get("stream") !== "true")
    return { kind: "json", body: overlay(stored.body, call.reply.fields) };
  const after = Number(call.request.query.get("starting_after") ?? -1);
  const { body: response, generation } = stored;
  return { kind: "stream", events: responseEvents({ response, generation, reply: call.reply }).slice(after + 1) };
}

/** Answers `POST /v1/responses/{id}/cancel`: what was written until then is billed. */
export function cancelResponse(call: Call, store: ResponseStore): Answer {
  const stored = store.get(call.parameters["id"] ?? "");
  if (!stored) throw new RequestError(404, `Response with id '${call.parameters["id"]}' not found.`);
  return { kind: "json", body: overlay({ ...stored.body, status: "cancelled" }, call.reply.fields) };
}

function keep(store: ResponseStore, id: string, response: StoredResponse): void {
  store.set(id, response);
  const oldest = store.keys().next();
  if (store.size > MAX_STORED_RESPONSES && !oldest.done) store.delete(oldest.value);
}

interface RunResponse {
  readonly response: JsonObject;
  readonly bill: InputBill;
  readonly prompt: OpenAiPrompt;
  readonly generation: Generation;
}

function runResponse(call: Call, store: ResponseStore): RunResponse {
  const { body, reply, world } = call;
  const model = reply.model ?? servedModel(requestedModel(call));
  const prompt = responsePrompt(body, store);
  const bill = billInput(world, model, body, prompt);
  const generation = generate(reply, {
    lastMessage: prompt.lastMessage,
    maxOutputTokens: numberOf(body["max_output_tokens"]),
    toolCallId: () => world.ids.next("call_"),
  });
  const usage = scriptedUsage(reply, responsesUsage(bill, generation));
  const incompleteReason = reply.stopReason ?? (generation.truncated ? "max_output_tokens" : undefined);
  const created = Math.floor(world.now() / 1000);
  const response = {
    id: world.ids.next("resp_", 48),
    object: "response",
    created_at: created,
    status: incompleteReason === undefined ? "completed" : "incomplete",
    background: body["background"] === true,
    completed_at: created,
    error: null,
    incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
    ...echoedSettings(body),
    model,
    output: outputItems(generation, world.ids),
    service_tier: reply.serviceTier ?? servedTier(body),
    ...(billsCacheWrites(model) ? { prompt_cache_options: cacheOptions(body) } : {}),
    tool_usage: toolUsage(generation),
    ...(usage === undefined ? {} : { usage }),
  };
  return { response: overlay(response, reply.fields), bill, prompt, generation };
}

/** What the vendor repeats from the request, with its defaults. */
const SETTING_DEFAULTS: JsonObject = {
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  store: true,
  temperature: 1,
  text: { format: { type: "text" } },
  tool_choice: "auto",
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: "disabled",
  user: null,
};

function echoedSettings(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(SETTING_DEFAULTS).map(([key, value]) => [key, body[key] ?? value]));
}

function cacheOptions(body: JsonObject): JsonObject {
  return overlay(
    { mode: "implicit", ttl: "30m" },
    isObject(body["prompt_cache_options"]) ? body["prompt_cache_options"] : {},
  );
}

function responsePrompt(body: JsonObject, store: ResponseStore): OpenAiPrompt {
  const instructions = typeof body["instructions"] === "string" ? body["instructions"] : undefined;
  const system = instructions === undefined ? [] : [{ role: "system", content: instructions }];
  const previousId = body["previous_response_id"];
  const previous = typeof previousId === "string" ? store.get(previousId) : undefined;
  if (typeof previousId === "string" && !previous) {
    throw new RequestError(400, `Previous response with id '${previousId}' not found.`);
  }
  const prompt = renderPrompt(previous ? [] : body["tools"], [...(previous ? [] : system), ...inputItems(body)], "30m");
  const earlier = previous?.conversation ?? [];
  return {
    ...prompt,
    parts: [...earlier, ...prompt.parts],
    breakpoints: prompt.breakpoints.map((mark) => ({ ...mark, partIndex: mark.partIndex + earlier.length })),
  };
}

function inputItems(body: JsonObject): JsonObject[] {
  const input = body["input"];
  if (typeof input === "string") return [{ role: "user", content: input }];
  return Array.isArray(input) ? input.filter(isObject) : [];
}
