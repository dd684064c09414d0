// SPDX-License-Identifier: Apache-2.0
import { context, isSpanContextValid, trace } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { StructureSpan, WitnessedCall, fieldsOf, isWatched, textOf } from "@outlay/core";
import type { TracingHost } from "@outlay/core";
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import type {
  ModelAttributesFields,
  ParentFields,
  SpanFields,
  SpanOptionsFields,
  StructureAttributesFields,
} from "./internal-types.ts";
import { answerFacts, callFacts } from "./model-facts.ts";
import { UNKNOWN_ERROR, errorTypeOf, structureEnd, structureFacts } from "./structure-facts.ts";

/** Spans that are open at once; the one that is open longest makes room: not all that begins is told to have ended. */
const MAX_OPEN_SPANS = 10_000;

interface OpenSpan {
  readonly structure: StructureSpan;
  /** Of a step: the model's answer that it is waiting for. Calls that are seen in it have the bill. */
  call?: WitnessedCall | undefined;
  /** Of a step: whether Mastra tells of the call itself too, as newer versions do. */
  hasInference?: boolean;
}

/** Mastra's spans under way that are drawn, by the ids that they have in both. */
export class OpenSpans {
  readonly #host: TracingHost;
  readonly #open = new Map<string, OpenSpan>();

  constructor(host: TracingHost) {
    this.#host = host;
  }

  /** @returns The span that stands for it, `undefined` for those that are not drawn. */
  start(options: Partial<SpanOptionsFields>): StructureSpan | undefined {
    const parent = this.#around(options.parent);
    if (options.type === "model_inference" && parent !== undefined) this.#ask(parent, options.attributes);
    const facts = structureFacts(options);
    if (facts === undefined) return undefined;
    const around = parent?.structure.context ?? contextFrom(options);
    const structure = new StructureSpan(this.#host, facts, { parent: around });
    const span: OpenSpan = { structure };
    this.#open.set(structure.spanContext.spanId, span);
    if (this.#open.size > MAX_OPEN_SPANS) this.#abandon(this.#open.keys().next().value);
    if (options.type === "model_step") {
      span.call = this.#callIn(span, fieldsOf<ParentFields>(options.parent).attributes);
    }
    return structure;
  }

  end(exported: Partial<SpanFields>): void {
    if (exported.type === "model_inference") {
      answered(this.#open.get(String(exported.parentSpanId)), exported);
      return;
    }
    const id = String(exported.id);
    const span = this.#open.get(id);
    if (span === undefined) return;
    this.#open.delete(id);
    if (span.hasInference !== true) answered(span, exported);
    const { conversationId, toolCallId } = fieldsOf<StructureAttributesFields>(exported.attributes);
    tellLate(span.structure, GEN_AI.CONVERSATION_ID, conversationId);
    tellLate(span.structure, GEN_AI.TOOL_CALL_ID, toolCallId);
    span.structure.end(structureEnd(exported));
  }

  /** Runs a function in a span: of a step, in the call that it is waiting for. */
  within<T>(id: string, run: () => T): T {
    const span = this.#open.get(id);
    if (span === undefined) return run();
    return span.call === undefined ? span.structure.run(run) : span.call.run(run);
  }

  /** Mastra will not export it: nor is it here. */
  forget(id: string): void {
    this.#open.delete(id);
  }

  #ask(step: OpenSpan, attributes: unknown): void {
    step.hasInference = true;
    step.call = this.#callIn(step, attributes);
  }

  #callIn({ structure }: OpenSpan, attributes: unknown): WitnessedCall | undefined {
    return structure.run(() =>
      isWatched(this.#host) ? new WitnessedCall(this.#host, callFacts(attributes)) : undefined,
    );
  }

  /** The nearest span around that is drawn. */
  #around(parent: unknown): OpenSpan | undefined {
    for (let around = parent; around !== undefined && around !== null;) {
      const { id, parent: next } = fieldsOf<ParentFields>(around);
      const span = this.#open.get(String(id));
      if (span !== undefined) return span;
      around = next;
    }
    return undefined;
  }

  #abandon(id: string | undefined): void {
    if (id === undefined) return;
    this.#open.get(id)?.structure.setAttributes({ [OUTLAY.OPERATION_OUTCOME]: "abandoned" });
    this.end({ id });
  }
}

function answered(step: OpenSpan | undefined, exported: Partial<SpanFields>): void {
  // Of a call that failed Mastra may tell no more than that.
  const { finishReason } = fieldsOf<ModelAttributesFields>(exported.attributes);
  const errorType = errorTypeOf(exported) ?? (finishReason === "error" ? UNKNOWN_ERROR : undefined);
  step?.call?.end({
    status: errorType === undefined ? "ok" : "error",
    response: answerFacts(exported.attributes, errorType),
    timeToFirstChunkMs: timeToFirstChunkMs(exported),
  });
  if (step !== undefined) step.call = undefined;
}

/** Mastra streams from providers, also what it hands out whole. */
function timeToFirstChunkMs({ startTime, attributes }: Partial<SpanFields>): number | undefined {
  const { completionStartTime } = fieldsOf<ModelAttributesFields>(attributes);
  if (!(startTime instanceof Date) || !(completionStartTime instanceof Date)) return undefined;
  return Math.max(0, completionStartTime.getTime() - startTime.getTime());
}

/** What Mastra knows only at the end, in some versions. */
function tellLate(structure: StructureSpan, attribute: string, value: unknown): void {
  const text = textOf(value);
  if (text !== undefined) structure.setAttributes({ [attribute]: text });
}

/** Where a span without a parent begins: in what the program has open, else in what the caller of Mastra says. */
function contextFrom({ traceId, parentSpanId }: Partial<SpanOptionsFields>): Context {
  const active = context.active();
  if (trace.getSpanContext(active) !== undefined) return active;
  const remote = { traceId: String(traceId), spanId: String(parentSpanId), traceFlags: 1, isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(active, remote) : active;
}
