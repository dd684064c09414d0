// SPDX-License-Identifier: Apache-2.0
import { observeOutcomes } from "@outlay/core";
import type { KnownOutcome } from "@outlay/core";

/** A score as Langfuse takes it. */
interface LangfuseScore {
  readonly id: string;
  readonly name: string;
  readonly traceId?: string;
  readonly sessionId?: string;
  readonly value: number;
  readonly dataType: "BOOLEAN" | "NUMERIC";
}

/** The part of `LangfuseClient` of `@langfuse/client` 4 and 5 that is used. */
export interface LangfuseClientLike {
  readonly score: { create(score: LangfuseScore): void };
}

/** Options of {@link sendOutcomesToLangfuse}. */
export interface OutcomeScoresOptions {
  /** Name of the score; the value, where there is one, goes by this name and `.value`. @defaultValue `"outcome"` */
  readonly name?: string;
}

const TRACE_ID = /^[0-9a-f]{32}$/;

/**
 * Sends every outcome that the program records to Langfuse as a score of its trace, else of its session. A later word
 * about the same work takes the place of an earlier: the score keeps its id. The client sends in batches; flush it
 * before the process ends.
 *
 * @param client - A `LangfuseClient`; it has the keys, and its own queue.
 * @returns Sends no more.
 */
export function sendOutcomesToLangfuse(client: LangfuseClientLike, options: OutcomeScoresOptions = {}): () => void {
  const { name = "outcome" } = options;
  return observeOutcomes((outcome) => {
    const target = targetOf(outcome);
    if (target === undefined) return;
    const { success, value } = outcome;
    const place = { ...target, id: `${name}-${target.traceId ?? target.sessionId}` };
    client.score.create({ ...place, name, value: success ? 1 : 0, dataType: "BOOLEAN" });
    if (value === undefined) return;
    client.score.create({ ...place, id: `${place.id}-value`, name: `${name}.value`, value, dataType: "NUMERIC" });
  });
}

function targetOf({
  traceId,
  sessionId,
}: KnownOutcome): { readonly traceId?: string; readonly sessionId?: string } | undefined {
  if (traceId !== undefined && TRACE_ID.test(traceId)) return { traceId };
  const session = sessionId ?? traceId;
  return session === undefined ? undefined : { sessionId: session };
}
