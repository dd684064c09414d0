// SPDX-License-Identifier: Apache-2.0
import { promptTokens } from "../cache/prompt.ts";
import { generate, scriptedUsage, type Generation } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import type { Answer, Call } from "../core/vendor.ts";
import { renderPrompt } from "../openai/prompt.ts";

const AGENT_MODEL = "mistral-medium-2508";

/**
 * Answers `POST /v1/conversations`, and those below it that go on with one: the model is the conversation's then.
 *
 * @see https://docs.mistral.ai/agents, read 2026-11: tokens that tools put in are counted beside the prompt.
 */
export function mistralConversation(call: Call): Answer {
  const { body, parameters, reply, world } = call;
  const model = reply.model ?? (typeof body["model"] === "string" ? body["model"] : AGENT_MODEL);
  const inputs = typeof body["inputs"] === "string" ? [{ role: "user", content: body["inputs"] }] : body["inputs"];
  const { parts, lastMessage } = renderPrompt(body["tools"], Array.isArray(inputs) ? inputs : [], "30m");
  const generation = generate(reply, { lastMessage, toolCallId: () => world.ids.next("c", 8) });
  const [prompt, completion] = [promptTokens(parts), generation.outputTokens];
  const usage = scriptedUsage(reply, {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    connector_tokens: null,
    connectors: null,
  });
  const told = usage === undefined ? {} : { usage };
  const id = parameters["id"] ?? world.ids.next("conv_", 8);
  if (body["stream"] === true) return { kind: "stream", events: events(id, model, generation, told) };
  const outputs = [...messages(model, generation, world.ids.next("msg_", 8)), ...calls(model, generation)];
  const whole = { object: "conversation.response", conversation_id: id, outputs, ...told };
  return { kind: "json", body: overlay(whole, reply.fields) };
}

function messages(model: string, { text }: Generation, id: string): JsonObject[] {
  if (text === "") return [];
  return [{ object: "entry", type: "message.output", id, model, role: "assistant", content: text }];
}

function calls(model: string, { toolCalls }: Generation): JsonObject[] {
  return toolCalls.map(({ id, name, argumentsJson }) => ({
    object: "entry",
    type: "function.call",
    model,
    tool_call_id: id,
    name,
    arguments: argumentsJson,
  }));
}

function events(id: string, model: string, generation: Generation, told: JsonObject): ScriptedEvent[] {
  const event = (type: string, fields: JsonObject): ScriptedEvent => ({ event: type, data: { type, ...fields } });
  const message = { output_index: 0, content_index: 0, id: "msg_1", model, role: "assistant" };
  return [
    event("conversation.response.started", { conversation_id: id }),
    ...generation.textPieces.map((content) => event("message.output.delta", { ...message, content })),
    ...generation.toolCalls.map((call, index) =>
      event("function.call.delta", {
        output_index: index,
        id: `fc_${index}`,
        model,
        name: call.name,
        tool_call_id: call.id,
        arguments: call.argumentsJson,
      }),
    ),
    event("conversation.response.done", told),
  ];
}
