// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts } from "@outlay/core";

/** What is read from a call of a model, and what only its end makes sense of. */
export interface ModelRequest extends RequestFacts {
  readonly mayDelegate: true;
  /** Names under which the provider's own web search is offered. */
  readonly webSearchTools?: ReadonlySet<string> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The same object whenever the AI SDK sends a request again. */
  readonly sentAgainBy?: object | undefined;
}

/** Where a request waits for its end is typed by core, which passes on the very object. */
export function isModelRequest(request: RequestFacts): request is ModelRequest {
  return request.mayDelegate === true;
}

/** The object, if it is one. */
export function objectOf(value: unknown): object | undefined {
  return typeof value === "object" && value !== null ? value : undefined;
}

/** The signal that the caller can give up with. */
export function signalOf(value: unknown): AbortSignal | undefined {
  return value instanceof AbortSignal ? value : undefined;
}
