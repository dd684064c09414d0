// SPDX-License-Identifier: Apache-2.0
import type { Message } from "../content.ts";
import type { ResponseFacts, StreamReducer } from "../facts.ts";
import type { RequestedToolCall } from "../operation.ts";
import { fieldsOf, listOf, numberOf, textOf } from "../read-fields.ts";
import { usageFromOpenAICompletion } from "../vendors/openai-usage.ts";
import { answerError } from "./answer-error.ts";
import { reasoningOf } from "./chat-content.ts";
import { completionFacts, toolNameOf } from "./completion-response.ts";
import { jsonOrText } from "./content-parts.ts";
import type {
  ChoiceFields,
  CompletionFields,
  FunctionFields,
  GroqChunkFields,
  MessageFields,
  ToolCallFields,
} from "./fields.ts";

/** How {@link CompletionStream} treats its chunks. */
export interface CompletionStreamOptions {
  /** Whether the usage chunk is there only because we asked for it, and must not reach the caller. */
  readonly swallowUsage?: boolean;
  /** Whether the answer's text will be asked for. */
  readonly keepContent: boolean;
}

interface Choice {
  finishReason?: string;
  text: string;
  reasoning: string;
  readonly toolCalls: ToolCall[];
}

interface ToolCall {
  id?: string;
  name?: string;
  json: string;
}

/** Folds the chunks of a streamed chat or text completion. */
export class CompletionStream implements StreamReducer {
  readonly #options: CompletionStreamOptions;
  #head: Partial<CompletionFields> = {};
  #usage: unknown;
  #usageIsFinal = false;
  #errorType: string | undefined;
  readonly #choices: Choice[] = [];

  constructor(options: CompletionStreamOptions) {
    this.#options = options;
  }

  push(value: unknown): boolean {
    const chunk = fieldsOf<CompletionFields>(value);
    this.#readHead(chunk);
    const choices = listOf(chunk.choices);
    for (const choice of choices) this.#readChoice(fieldsOf<ChoiceFields>(choice));
    const usage = chunk.usage ?? this.#readGroq(chunk.x_groq);
    if (typeof usage !== "object" || usage === null) return false;
    this.#usage = usage;
    // Some servers send a running total with every chunk: such a one is final only at the end of the stream.
    this.#usageIsFinal = choices.length === 0;
    return this.#usageIsFinal && this.#options.swallowUsage === true;
  }

  finish(complete: boolean): ResponseFacts {
    const choices = this.#choices.filter((choice) => choice !== undefined);
    const toolCalls = choices.flatMap((choice) => choice.toolCalls.flatMap(requestedToolCall));
    const isCut = this.#usage !== undefined && !complete && !this.#usageIsFinal;
    return {
      ...completionFacts(this.#head),
      finishReasons: choices.length > 0 ? choices.map((choice) => choice.finishReason ?? CUT_OFF) : undefined,
      toolCalls: toolCalls.length > 0 ? toolCalls : undefined,
      ...usageFromOpenAICompletion(this.#usage),
      ...(isCut ? { usageStatus: "partial" } : {}),
      ...(this.#errorType === undefined ? {} : { errorType: this.#errorType }),
      content: () => ({ outputMessages: choices.map(outputMessage) }),
    };
  }

  #readGroq(value: unknown): unknown {
    const { usage, error } = fieldsOf<GroqChunkFields>(value);
    if (error !== undefined && error !== null) this.#errorType = answerError(error) ?? "error";
    return usage;
  }

  /** Azure's first chunk has empty ids; the served tier may come late. */
  #readHead(chunk: Partial<CompletionFields>): void {
    if (this.#head.id === undefined || this.#head.id === "") this.#head = { ...this.#head, ...headOf(chunk) };
    else if (chunk.service_tier !== undefined && chunk.service_tier !== this.#head.service_tier)
      this.#head = { ...this.#head, service_tier: chunk.service_tier };
  }

  #readChoice(choice: Partial<ChoiceFields>): void {
    const state = this.#choiceAt(numberOf(choice.index) ?? 0);
    if (state === undefined) return;
    const finishReason = textOf(choice.finish_reason);
    if (finishReason !== undefined) state.finishReason = finishReason;
    const delta = fieldsOf<MessageFields>(choice.delta);
    if (delta.tool_calls !== undefined) this.#readToolCalls(state, listOf(delta.tool_calls));
    if (!this.#options.keepContent) return;
    state.text += textOf(delta.content) ?? textOf(delta.refusal) ?? textOf(choice.text) ?? "";
    state.reasoning += reasoningOf(delta) ?? "";
  }

  #readToolCalls(choice: Choice, deltas: readonly unknown[]): void {
    for (const item of deltas) {
      const delta = fieldsOf<ToolCallFields>(item);
      const call = slot<ToolCall>(choice.toolCalls, numberOf(delta.index) ?? 0, () => ({ json: "" }));
      if (call === undefined) continue;
      const id = textOf(delta.id);
      const name = toolNameOf(delta);
      if (id !== undefined) call.id = id;
      if (name !== undefined) call.name = name;
      if (!this.#options.keepContent) continue;
      const piece = fieldsOf<FunctionFields>(delta.function ?? delta.custom);
      call.json += textOf(piece.arguments) ?? textOf(piece.input) ?? "";
    }
  }

  #choiceAt(index: number): Choice | undefined {
    return this.#choices[index] ?? slot(this.#choices, index, () => ({ text: "", reasoning: "", toolCalls: [] }));
  }
}

/** The conventions' finish reason of a choice that did not come to its end. */
const CUT_OFF = "error";

/** More choices or tool calls than this are a defect in what was sent. */
const MAX_SLOTS = 1024;

function slot<T>(list: T[], index: number, create: () => T): T | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= MAX_SLOTS) return undefined;
  return (list[index] ??= create());
}

function headOf({ id, model, service_tier, system_fingerprint }: Partial<CompletionFields>): Partial<CompletionFields> {
  return { id, model, service_tier, system_fingerprint };
}

function requestedToolCall({ id, name }: ToolCall): RequestedToolCall[] {
  if (name === undefined) return [];
  return [id === undefined ? { name } : { id, name }];
}

function outputMessage({ finishReason, text, reasoning, toolCalls }: Choice): Message {
  return {
    role: "assistant",
    parts: [
      ...(reasoning === "" ? [] : [{ type: "reasoning", content: reasoning }]),
      ...(text === "" ? [] : [{ type: "text", content: text }]),
      ...toolCalls.map(({ id, name, json }) => ({ type: "tool_call", id, name, arguments: jsonOrText(json) })),
    ],
    finish_reason: finishReason ?? CUT_OFF,
  };
}
