// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, context, createContextKey, trace } from "@opentelemetry/api";
import type { Context, Span, Tracer } from "@opentelemetry/api";

import { assignKnown } from "./assign-known.ts";
import type { CallMetrics } from "./call-metrics.ts";
import { contentAttributes } from "./content.ts";
import type { ContentFacts, ContentOptions } from "./content.ts";
import { describeError } from "./describe-error.ts";
import type { ClientFacts, RequestFacts, ResponseFacts } from "./facts.ts";
import { guard } from "./guard.ts";
import type { Operation, OperationStatus } from "./operation.ts";
import { operationAttributes, requestAttributes, startAttributes } from "./operation-attributes.ts";
import type { SemconvDialect } from "./operation-attributes.ts";
import { processState } from "./process-state.ts";
import { scopeAttributes } from "./scope.ts";
import { normalizeUsage, usageStatus } from "./usage.ts";
import type { NormalizedUsage } from "./usage.ts";

const UNKNOWN_USAGE: NormalizedUsage = { usage: {}, problems: [] };
const CALL_KEY = createContextKey("@outlay/core provider call");

/** What an instrumentation lends to its calls. */
export interface CallHost {
  /** Instrumentation scope name of the spans. */
  readonly name: string;
  readonly tracer: Tracer;
  readonly metrics: CallMetrics;
  readonly semconv: SemconvDialect;
  readonly content: ContentOptions;
  /** Emits the content of a call as a log event; absent where no logs API is present. */
  emitContentEvent?(attributes: Record<string, string>, operation: Operation, context: Context): void;
}

/** How a call ended. */
export interface CallEnd {
  readonly status: OperationStatus;
  readonly response?: ResponseFacts | undefined;
  readonly error?: unknown;
}

/**
 * The life of one provider call, from the patched method to the end of its answer or stream.
 *
 * Ends exactly once: the first `end` wins, whatever comes later is ignored.
 */
export class ProviderCall {
  readonly request: RequestFacts;
  readonly context: Context;
  readonly #host: CallHost;
  readonly #client: ClientFacts;
  readonly #span: Span;
  readonly #parentSpanId: string | undefined;
  readonly #startTimeMs: number = Date.now();
  readonly #startedAt: number = performance.now();
  #timeToFirstChunkMs: number | undefined;
  #resendCount = 0;
  #ended = false;

  constructor(host: CallHost, request: RequestFacts, client: ClientFacts) {
    const parent = context.active();
    this.#host = host;
    this.#client = client;
    this.request = request;
    this.#span = host.tracer.startSpan(
      request.model === undefined ? request.operationName : `${request.operationName} ${request.model}`,
      { kind: SpanKind.CLIENT, attributes: startAttributes(request, client) },
      parent,
    );
    this.#parentSpanId = trace.getSpanContext(parent)?.spanId;
    this.context = trace.setSpan(parent, this.#span).setValue(CALL_KEY, this);
    if (!this.#span.isRecording()) return;
    this.#span.setAttributes(requestAttributes(request));
    this.#span.setAttributes(scopeAttributes(parent));
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the answer's text will be asked for at the end; a stream need not be kept otherwise. */
  get capturesContent(): boolean {
    return this.#host.content.capture !== "none";
  }

  /** The SDK is sending the same request again. */
  resent(): void {
    this.#resendCount += 1;
  }

  /** The first piece of a stream arrived; later calls change nothing. */
  chunkArrived(): void {
    this.#timeToFirstChunkMs ??= performance.now() - this.#startedAt;
  }

  /** Ends the call and its span, and tells every observer. */
  end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    guard("core.call", () => this.#finish(end));
    this.#span.end();
  }

  #finish(end: CallEnd): void {
    const span = this.#span;
    const operation = this.#operation(end);
    if (span.isRecording()) {
      span.setAttributes(operationAttributes(operation, this.#host.semconv));
      if (end.response?.attributes !== undefined) span.setAttributes(end.response.attributes);
      if (operation.status === "error")
        span.setStatus({ code: SpanStatusCode.ERROR, message: operation.errorType ?? "error" });
    }
    if (this.#host.content.capture !== "none") guard("core.content", () => this.#captureContent(end, operation));
    this.#host.metrics.record(operation);
    for (const observer of processState.observers) {
      guard("core.observer", () => observer.operationEnded(operation, span));
    }
  }

  #operation(end: CallEnd): Operation {
    const response = end.response ?? {};
    const ids = this.#span.spanContext();
    const normalized = response.usage === undefined ? UNKNOWN_USAGE : normalizeUsage(response.usage);
    const outcome = outcomeOf(end);
    const operation: { -readonly [Key in keyof Operation]: Operation[Key] } = {
      provider: this.#client.provider,
      operationName: this.request.operationName,
      startTimeMs: this.#startTimeMs,
      endTimeMs: this.#startTimeMs + (performance.now() - this.#startedAt),
      stream: this.request.stream,
      usageStatus: response.usageStatus ?? usageStatus(normalized),
      status: outcome.status,
      attributes: scopeAttributes(this.context),
      source: { kind: "patch", scope: this.#host.name, dialect: "outlay" },
      traceId: ids.traceId,
      spanId: ids.spanId,
    };
    assignKnown(operation, {
      parentSpanId: this.#parentSpanId,
      requestModel: this.request.model,
      responseModel: response.model,
      responseId: response.id,
      serverAddress: this.#client.serverAddress,
      serverPort: this.#client.serverPort,
      timeToFirstChunkMs: this.#timeToFirstChunkMs,
      usage: normalized === UNKNOWN_USAGE ? undefined : normalized.usage,
      usageProblems: normalized.problems.length > 0 ? normalized.problems : undefined,
      iterations: response.iterations,
      serviceTier: response.serviceTier,
      region: this.#client.region ?? response.region,
      finishReasons: response.finishReasons,
      toolCalls: response.toolCalls,
      resendCount: this.#resendCount > 0 ? this.#resendCount : undefined,
      errorType: outcome.errorType,
      httpStatusCode: outcome.httpStatusCode,
      reportedCostUsd: response.reportedCostUsd,
    });
    return Object.freeze(operation);
  }

  #captureContent(end: CallEnd, operation: Operation): void {
    const { content } = this.#host;
    const asked: ContentFacts = this.request.content?.() ?? {};
    const answered: ContentFacts = end.response?.content?.() ?? {};
    const attributes = contentAttributes({ ...asked, ...answered }, content);
    if (content.capture !== "event") this.#span.setAttributes(attributes);
    if (content.capture !== "span") this.#host.emitContentEvent?.(attributes, operation, this.context);
  }
}

/** The provider call that the current code runs inside of, as far as context reaches. */
export function activeProviderCall(source: Context = context.active()): ProviderCall | undefined {
  return source.getValue(CALL_KEY) as ProviderCall | undefined;
}

/** How the call ended, with an answer that is itself an error taken at its word. */
function outcomeOf({ status, error, response }: CallEnd): Pick<Operation, "status" | "errorType" | "httpStatusCode"> {
  if (error !== undefined) {
    const { type, ...rest } = describeError(error);
    return { status, errorType: type, ...rest };
  }
  const errorType = response?.errorType;
  return errorType === undefined ? { status } : { status: status === "ok" ? "error" : status, errorType };
}
