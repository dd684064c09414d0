// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

/** Billed calls that a second view is looked for among. */
const REMEMBERED_CALLS = 256;

/**
 * Recognises a second view of a call that does not nest with the first and shares no id with it.
 *
 * Such views exist: `messages.stream()` of the Anthropic SDK starts its own span before the method that others patch,
 * in another trace if there is no span around. They come from different instrumentations, at the same time, with the
 * same model and the same counts, and at least one of them lacks the response id. Each first view has one second view.
 */
export class TwinCalls {
  readonly #recent: (Operation | undefined)[] = [];
  #next = 0;
  #firstScope: string | undefined;
  #hasSeveralScopes = false;

  /** Remembers a billed call. */
  add(operation: Operation): void {
    const { scope } = operation.source;
    this.#firstScope ??= scope;
    if (scope !== this.#firstScope) this.#hasSeveralScopes = true;
    this.#recent[this.#next] = operation;
    this.#next = (this.#next + 1) % REMEMBERED_CALLS;
  }

  /** @returns Id of the span that the same call was billed by; it will not be found again. */
  take(operation: Operation): string | undefined {
    // In nearly every process one instrumentation sees all calls.
    if (!this.#hasSeveralScopes && (this.#firstScope ?? operation.source.scope) === operation.source.scope)
      return undefined;
    const index = this.#recent.findIndex((billed) => billed !== undefined && isSameCall(billed, operation));
    if (index === -1) return undefined;
    const spanId = this.#recent[index]?.spanId;
    this.#recent[index] = undefined;
    return spanId;
  }
}

function isSameCall(billed: Operation, other: Operation): boolean {
  return (
    billed.source.scope !== other.source.scope &&
    hasSameCounts(billed, other) &&
    couldBeOneResponse(billed.responseId, other.responseId) &&
    billed.provider === other.provider &&
    servedModel(billed) === servedModel(other) &&
    billed.startTimeMs < other.endTimeMs &&
    other.startTimeMs < billed.endTimeMs
  );
}

/** Embeddings say nothing here: one text has the same count every time. */
function hasSameCounts({ usage: a }: Operation, { usage: b }: Operation): boolean {
  if (a?.inputTokens === undefined || a.outputTokens === undefined) return false;
  return a.inputTokens === b?.inputTokens && a.outputTokens === b.outputTokens;
}

function couldBeOneResponse(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function servedModel({ responseModel, requestModel }: Operation): string | undefined {
  return responseModel ?? requestModel;
}
