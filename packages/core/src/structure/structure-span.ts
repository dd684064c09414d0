// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, context, createContextKey, trace } from "@opentelemetry/api";
import type { Attributes, Context, Link, Span, SpanContext, Tracer } from "@opentelemetry/api";
import { GEN_AI, OUTLAY, SERVER } from "@outlay/semconv";

import { contentAttribute } from "../content.ts";
import type { ContentOptions } from "../content.ts";
import { contentHash } from "../content-hash.ts";
import { describeError } from "../describe-error.ts";
import { isAbort } from "../followers/is-abort.ts";
import { guard } from "../guard.ts";
import { contextWithScope, scopeAttributes } from "../scope.ts";
import { structureAttributes, structureScope, structureSpanName } from "./structure-facts.ts";
import type { StructureFacts } from "./structure-facts.ts";

const STRUCTURE_KEY = createContextKey("@outlay/core structure span");

/** What an instrumentation lends to its structure spans. */
export interface StructureHost {
  readonly tracer: Tracer;
  readonly content: ContentOptions;
}

/** How a piece of structure ended. */
export interface StructureEnd {
  /** Of a tool: what it returned. Hashed; told only when content is captured. */
  readonly result?: unknown;
  readonly error?: unknown;
  /** A failure that is not an exception, such as a tool that answers with an error; wins over the class of `error`. */
  readonly errorType?: string | undefined;
  /** Epoch milliseconds. @defaultValue now */
  readonly endTimeMs?: number | undefined;
}

/** Where and when a structure span begins, if not here and now. */
export interface StructureStart {
  /** @defaultValue the active context */
  readonly parent?: Context | undefined;
  /** Epoch milliseconds. */
  readonly startTimeMs?: number | undefined;
  /** @defaultValue `INTERNAL` */
  readonly spanKind?: SpanKind | undefined;
  readonly links?: Link[] | undefined;
}

/**
 * The span of an agent, a workflow, a step or a tool: it carries structure, never a bill.
 *
 * Ends once, with {@link end} or at the end of the block that holds it with `using`. Calls made inside of {@link run}, or
 * in its {@link context}, are below it and carry the agent's and workflow's name.
 */
export class StructureSpan implements Disposable {
  /** For what happens inside. */
  readonly context: Context;
  readonly facts: StructureFacts;
  /** Agents that it is inside of, itself included. */
  readonly agentDepth: number;
  readonly #span: Span;
  readonly #content: ContentOptions;
  #ended = false;

  constructor(host: StructureHost, facts: StructureFacts, start: StructureStart = {}) {
    const { parent = context.active(), startTimeMs, spanKind = SpanKind.INTERNAL, links = [] } = start;
    this.facts = facts;
    this.agentDepth = (activeStructure(parent)?.agentDepth ?? 0) + (facts.kind === "agent" ? 1 : 0);
    this.#content = host.content;
    this.#span = host.tracer.startSpan(
      structureSpanName(facts),
      {
        kind: spanKind,
        links,
        attributes: { ...scopeAttributes(parent), ...structureAttributes(facts) },
        ...(startTimeMs !== undefined && { startTime: startTimeMs }),
      },
      parent,
    );
    const inside = contextWithScope(parent, structureScope(facts)).setValue(STRUCTURE_KEY, this);
    this.context = trace.setSpan(inside, this.#span);
    if (facts.input !== undefined) {
      this.#tell(OUTLAY.TOOL_ARGUMENTS_HASH, GEN_AI.TOOL_CALL_ARGUMENTS, facts.input);
    }
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Ids, for links and for propagation by hand. */
  get spanContext(): SpanContext {
    return this.#span.spanContext();
  }

  /** Runs a function inside: what it calls is below this span. */
  run<T>(inside: () => T): T {
    return context.with(this.context, inside);
  }

  /** Adds attributes that became known later. */
  setAttributes(attributes: Attributes): void {
    if (!this.#ended) this.#span.setAttributes(attributes);
  }

  /** Ends the span; later calls change nothing. */
  end(end: StructureEnd = {}): void {
    if (this.#ended) return;
    this.#ended = true;
    guard("core.structure", () => this.#finish(end));
    this.#span.end(end.endTimeMs);
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #finish({ result, error, errorType }: StructureEnd): void {
    if (result !== undefined) this.#tell(OUTLAY.TOOL_RESULT_HASH, GEN_AI.TOOL_CALL_RESULT, result);
    if (isAbort(error)) {
      this.#span.setAttribute(OUTLAY.OPERATION_OUTCOME, "aborted");
      return;
    }
    const type = errorType ?? (error === undefined ? undefined : describeError(error).type);
    if (type === undefined) return;
    this.#span.setAttribute(SERVER.ERROR_TYPE, type);
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message: type });
  }

  /** Only tools have arguments and a result in the conventions. */
  #tell(hashAttribute: string, attribute: string, value: unknown): void {
    if (this.facts.kind !== "tool" || !this.#span.isRecording()) return;
    guard("core.structure.content", () => {
      const hash = contentHash(value);
      if (hash !== undefined) this.#span.setAttribute(hashAttribute, hash);
      const { capture } = this.#content;
      if (capture !== "span" && capture !== "span_and_event") return;
      const told = contentAttribute(attribute, value, this.#content);
      if (told !== undefined) this.#span.setAttribute(attribute, told);
    });
  }
}

/** The structure that the current code runs inside of, as far as context reaches. */
export function activeStructure(source: Context = context.active()): StructureSpan | undefined {
  return source.getValue(STRUCTURE_KEY) as StructureSpan | undefined;
}
