// SPDX-License-Identifier: Apache-2.0
import { describeError, fieldsOf, textOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import type { PartFields } from "../internal-types.ts";
import { answerMessage } from "./content.ts";
import { finishReasonOf, toolCallsOf } from "./language-response.ts";
import { isModelRequest } from "./model-request.ts";
import { billOf } from "./usage.ts";
import type { BilledFacts } from "./usage.ts";

/** A stream with more parts to remember than this is a defect. */
const MAX_KEPT_PARTS = 10_000;

/** Tells a part that the provider puts in before anything has arrived. */
export function isPreamble(part: unknown): boolean {
  return fieldsOf<PartFields>(part).type === "stream-start";
}

/** Tells the part that has the bill, and is the last: telemetry of others ends with it. */
export function isLast(part: unknown): boolean {
  return fieldsOf<PartFields>(part).type === "finish";
}

/** Folds the parts of a language model's stream; the bill is in its last one, `finish`. */
export class LanguageStream implements StreamReducer {
  readonly #keepContent: boolean;
  readonly #webSearchTools: ReadonlySet<string>;
  #info: Partial<PartFields> = {};
  #end: Partial<PartFields> | undefined;
  #errorType: string | undefined;
  #webSearches = 0;
  readonly #parts: Partial<PartFields>[] = [];
  /** Text by the id of its block, in pieces. */
  readonly #texts = new Map<string, { readonly type: string; readonly pieces: string[] }>();

  constructor(request: RequestFacts, keepContent: boolean) {
    this.#keepContent = keepContent;
    this.#webSearchTools = (isModelRequest(request) ? request.webSearchTools : undefined) ?? new Set();
  }

  push(chunk: unknown): boolean {
    const part = fieldsOf<PartFields>(chunk);
    switch (part.type) {
      case "text-delta":
      case "reasoning-delta":
        if (this.#keepContent) this.#addText(part, part.type === "text-delta" ? "text" : "reasoning");
        break;
      case "response-metadata":
        this.#info = { ...this.#info, ...known(part) };
        break;
      case "tool-call":
        this.#keep(part);
        break;
      case "tool-result":
        if (this.#isWebSearch(part)) this.#webSearches += 1;
        if (this.#keepContent) this.#keep(part);
        break;
      case "finish":
        this.#end = part;
        break;
      case "error":
        this.#errorType = describeError(part.error).type;
        break;
      default:
    }
    return false;
  }

  finish(): ResponseFacts {
    const finishReason = finishReasonOf(this.#end?.finishReason);
    return {
      id: textOf(this.#info.id),
      model: textOf(this.#info.modelId),
      finishReasons: finishReason === undefined ? undefined : [finishReason],
      toolCalls: toolCallsOf(this.#parts),
      ...(this.#end === undefined ? {} : this.#withWebSearches(billOf(sourcesIn(this.#end)))),
      ...(this.#errorType === undefined ? {} : { errorType: this.#errorType }),
      content: () => ({ outputMessages: [answerMessage([...this.#textParts(), ...this.#parts], finishReason)] }),
    };
  }

  /** OpenAI bills searches by the piece and tells of them nowhere but in the answer's items. */
  #withWebSearches(billed: BilledFacts): BilledFacts {
    if (this.#webSearches === 0 || billed.usage === undefined) return billed;
    const units = { webSearchRequests: this.#webSearches, ...billed.usage.units };
    return { ...billed, usage: { ...billed.usage, units } };
  }

  /** Opening a page that was found is a result of the same tool that costs nothing more. */
  #isWebSearch({ toolName, result, output }: Partial<PartFields>): boolean {
    if (!this.#webSearchTools.has(textOf(toolName) ?? "")) return false;
    const { action } = fieldsOf<{ action: unknown }>(result ?? output);
    const kind = textOf(fieldsOf<{ type: unknown }>(action).type);
    return kind === undefined || kind === "search";
  }

  #keep(part: Partial<PartFields>): void {
    if (this.#parts.length < MAX_KEPT_PARTS) this.#parts.push(part);
  }

  #addText({ id, delta }: Partial<PartFields>, type: string): void {
    const key = `${type} ${textOf(id) ?? ""}`;
    const block = this.#texts.get(key) ?? { type, pieces: [] };
    if (block.pieces.length === 0 && this.#texts.size < MAX_KEPT_PARTS) this.#texts.set(key, block);
    block.pieces.push(textOf(delta) ?? "");
  }

  #textParts(): readonly Partial<PartFields>[] {
    return [...this.#texts.values()].map(({ type, pieces }) => ({ type, text: pieces.join("") }));
  }
}

function sourcesIn({ usage, providerMetadata }: Partial<PartFields>): { usage: unknown; providerMetadata: unknown } {
  return { usage, providerMetadata };
}

/** Parts of metadata come one by one, and what one of them lacks another has told. */
function known({ id, modelId }: Partial<PartFields>): Partial<PartFields> {
  return { ...(id === undefined ? {} : { id }), ...(modelId === undefined ? {} : { modelId }) };
}
