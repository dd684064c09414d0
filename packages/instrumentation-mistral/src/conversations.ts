// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, completionResponse, fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts, ResponseFacts, StreamReducer, UsageUnits } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type {
  CompletionRequestFields,
  ConversationEventFields,
  ConversationFields,
  ConversationRequestFields,
  ConversationUsageFields,
  EntryFields,
  EventFields,
} from "./internal-types.ts";
import { conversationPrompt } from "./prompt.ts";
import { chatRequest } from "./request.ts";
import { wireCompletion } from "./wire.ts";

/** Where the body is in the arguments of the methods that go on with a conversation; `start()` takes it as it is. */
const BODIES = [
  "conversationAppendRequest",
  "conversationAppendStreamRequest",
  "conversationRestartRequest",
  "conversationRestartStreamRequest",
] as const;

/** Reads the arguments of `beta.conversations`; who goes on with a conversation does not name its model again. */
export function conversationRequest({ resource, args }: CallArguments): RequestFacts {
  const given = fieldsOf<ConversationRequestFields>(args[0]);
  const name = BODIES.find((one) => isObject(given[one]));
  const body = name === undefined ? given : fieldsOf<ConversationRequestFields>(given[name]);
  const settings = fieldsOf<CompletionRequestFields>(body.completionArgs);
  const { model, agentId, tools } = body;
  const messages = messagesOf(body.inputs);
  const facts = chatRequest({ resource, args: [{ ...settings, model, agentId, tools, messages }] });
  return {
    ...facts,
    attributes: { ...facts.attributes, ...conversationAttribute(given.conversationId) },
    prompt: () => conversationPrompt(body, name === undefined ? "" : `/${name}`, name !== undefined),
  };
}

/** Reads a whole answer: everything that agents and their tools put out, and the sum of what it took. */
export function conversationAnswer(value: unknown): ResponseFacts {
  const { conversationId, outputs, usage } = fieldsOf<ConversationFields>(value);
  const entries = listOf(outputs).map((entry) => fieldsOf<EntryFields>(entry));
  const [model] = entries.flatMap((entry) => textOf(entry.model) ?? []);
  const message = {
    role: "assistant",
    content: entries.filter(isMessage).flatMap(({ content }) => contentChunks(content)),
    toolCalls: entries.filter(isCall).map(toolCallOf),
  };
  const { attributes, ...facts } = completionResponse(wireCompletion({ model, choices: [{ index: 0, message }] }));
  return {
    ...facts,
    attributes: { ...attributes, ...conversationAttribute(conversationId) },
    ...conversationUsage(usage),
  };
}

/** Folds the events of a streamed answer; the last one has the usage. */
export class ConversationStream implements StreamReducer {
  readonly #completion: CompletionStream;
  #model: string | undefined;
  #usage: unknown;
  #conversationId: unknown;
  #errorType: string | undefined;

  constructor(_request: RequestFacts, keepContent: boolean) {
    this.#completion = new CompletionStream({ keepContent });
  }

  push(event: unknown): boolean {
    const data = fieldsOf<ConversationEventFields>(fieldsOf<EventFields>(event).data);
    this.#conversationId = data.conversationId ?? this.#conversationId;
    this.#usage = data.usage ?? this.#usage;
    this.#model ??= textOf(data.model);
    if (data.type === "conversation.response.error") this.#errorType = errorTypeOf(data.code);
    const delta = { content: isMessage(data) ? contentChunks(data.content) : "", toolCalls: callsIn(data) };
    const finishReason = data.type === "conversation.response.done" ? "stop" : undefined;
    return this.#completion.push(wireCompletion({ choices: [{ index: 0, delta, finishReason }] }));
  }

  finish(complete: boolean): ResponseFacts {
    const { attributes, ...facts } = this.#completion.finish(complete);
    const billed = conversationUsage(this.#usage);
    return {
      ...facts,
      model: this.#model,
      // Conversations tell none.
      finishReasons: undefined,
      errorType: this.#errorType ?? facts.errorType,
      attributes: { ...attributes, ...conversationAttribute(this.#conversationId) },
      ...billed,
      ...(!complete && billed.usage !== undefined && { usageStatus: "partial" as const }),
    };
  }
}

/**
 * What a conversation took. Tokens that built-in tools put in are counted beside the prompt, and are input like it:
 * `totalTokens` is the sum of the three. A tool that is billed by a unit that nobody knows leaves the bill `partial`.
 */
export function conversationUsage(value: unknown): Pick<ResponseFacts, "usage" | "usageStatus"> {
  if (!isObject(value)) return {};
  const usage = fieldsOf<ConversationUsageFields>(value);
  const { promptTokens, completionTokens, connectorTokens } = usage;
  if ([promptTokens, completionTokens, usage.totalTokens].every((count) => count === 0 || count === undefined))
    return {};
  const connectors = Object.entries(fieldsOf<Record<string, unknown>>(usage.connectors ?? {}));
  const units: Partial<Record<UnitName, number>> = {};
  for (const [name, count] of connectors) {
    const unit = UNITS[name];
    if (unit !== undefined && numberOf(count) !== undefined) units[unit] = (units[unit] ?? 0) + Number(count);
  }
  const added = numberOf(connectorTokens);
  return {
    usage: {
      inputTokens: added === undefined || typeof promptTokens !== "number" ? promptTokens : promptTokens + added,
      outputTokens: completionTokens,
      ...(Object.keys(units).length > 0 && { units }),
    },
    ...(connectors.some(([name]) => UNITS[name] === undefined) && { usageStatus: "partial" as const }),
  };
}

type UnitName = keyof Pick<UsageUnits, "webSearchRequests" | "images" | "codeExecutionSessions">;

/** Built-in tools that are billed by the call, by the names they have in `connectors`. */
const UNITS: Readonly<Record<string, UnitName>> = {
  web_search: "webSearchRequests",
  web_search_premium: "webSearchRequests",
  image_generation: "images",
  code_interpreter: "codeExecutionSessions",
};

function conversationAttribute(id: unknown): Record<string, string> {
  const known = textOf(id);
  return known === undefined ? {} : { [GEN_AI.CONVERSATION_ID]: known };
}

function messagesOf(inputs: unknown): readonly unknown[] {
  if (typeof inputs === "string") return [{ role: "user", content: inputs }];
  return listOf(inputs).filter((entry) => textOf(fieldsOf<{ role: unknown }>(entry).role) !== undefined);
}

function isMessage({ type }: { readonly type?: unknown }): boolean {
  return type === "message.output" || type === "message.output.delta";
}

function isCall({ type }: { readonly type?: unknown }): boolean {
  return type === "function.call" || type === "function.call.delta";
}

function contentChunks(content: unknown): readonly unknown[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return Array.isArray(content) ? content : [content];
}

function toolCallOf({ toolCallId, name, arguments: given }: Partial<EntryFields>): object {
  return { id: toolCallId, type: "function", function: { name, arguments: given } };
}

function callsIn(event: Partial<ConversationEventFields>): readonly object[] | undefined {
  return isCall(event) ? [{ ...toolCallOf(event), index: numberOf(event.outputIndex) ?? 0 }] : undefined;
}

function errorTypeOf(code: unknown): string {
  return textOf(code) ?? (typeof code === "number" ? String(code) : "conversation.response.error");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
