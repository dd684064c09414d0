// SPDX-License-Identifier: Apache-2.0
import { context, createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { StructureSpan } from "@outlay/core";
import type { StructureEnd, StructureFacts, StructureHost } from "@outlay/core";
import { OUTLAY } from "@outlay/semconv";

import { streamOf } from "./stream-runs.ts";
import type { StreamRuns } from "./stream-runs.ts";

const RUN_KEY = createContextKey("@outlay/instrumentation-langchain run");

/** Runs that are open at once; the one that is open longest makes room, since abandoned streams are told to nobody. */
const MAX_OPEN_RUNS = 10_000;

interface Run {
  readonly context: Context;
  /** Absent of plumbing. */
  readonly span: StructureSpan | undefined;
  readonly parentId: string | undefined;
  /** Where the run is listed among those that end when their stream is left. */
  readonly stream: StreamRuns | undefined;
}

/** The runs under way, by LangChain's ids; those without a span lend the context of what is around them. */
export class Runs {
  readonly #open = new Map<string, Run>();

  start(host: StructureHost, id: string, parentId: string | undefined, facts: StructureFacts | undefined): void {
    const parent = this.#contextFor(parentId);
    const span = facts === undefined ? undefined : new StructureSpan(host, facts, { parent });
    const stream = streamOf(context.active());
    if (parentId === undefined || this.#open.get(parentId)?.stream !== stream) stream?.add(id);
    this.#open.set(id, { context: (span?.context ?? parent).setValue(RUN_KEY, id), span, parentId, stream });
    if (this.#open.size > MAX_OPEN_RUNS) this.abandon(this.#open.keys().next().value);
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  span(id: string): StructureSpan | undefined {
    return this.#open.get(id)?.span;
  }

  /** What the run ended with; runs below it that nobody has ended were given up. */
  end(id: string, end: StructureEnd): void {
    const run = this.#open.get(id);
    if (run === undefined) return;
    this.#open.delete(id);
    run.stream?.delete(id);
    run.span?.end(end.error === undefined ? end : { ...end, error: run.stream?.abort ?? end.error });
    if (run.parentId !== undefined && this.#open.has(run.parentId)) return;
    for (const [child, { parentId }] of this.#open) if (parentId === id) this.abandon(child);
  }

  /** Runs a function inside a run, unless it is inside already: spans that the program opened there stay around it. */
  within<T>(id: string | undefined, inside: () => T): T {
    const run = id === undefined ? undefined : this.#open.get(id);
    if (run === undefined || context.active().getValue(RUN_KEY) === id) return inside();
    return context.with(run.context, inside);
  }

  #contextFor(parentId: string | undefined): Context {
    const active = context.active();
    if (parentId === undefined || active.getValue(RUN_KEY) === parentId) return active;
    return this.#open.get(parentId)?.context ?? active;
  }

  /** Nobody will end this run any more, nor those below it. */
  abandon(id: string | undefined): void {
    const run = id === undefined ? undefined : this.#open.get(id);
    if (id === undefined || run === undefined) return;
    const error = run.stream?.abort;
    if (error === undefined) run.span?.setAttributes({ [OUTLAY.OPERATION_OUTCOME]: "abandoned" });
    this.end(id, { error });
  }
}
