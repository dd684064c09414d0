// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, context, createContextKey, trace } from "@opentelemetry/api";
import type { Context, Span, Tracer } from "@opentelemetry/api";
import { GEN_AI, OUTLAY, SERVER } from "@outlay/semconv";

import { releaseAdmission } from "./admission/admit-call.ts";
import type { Admission, PendingCall } from "./admission/call-policy.ts";
import { assignKnown } from "./assign-known.ts";
import type { CallMetrics } from "./call-metrics.ts";
import { activeWitness } from "./call-witness.ts";
import { contentAttributes } from "./content.ts";
import type { ContentFacts, ContentOptions } from "./content.ts";
import { deferCall } from "./deferred/deferred-calls.ts";
import { describeError } from "./describe-error.ts";
import type { ClientFacts, RequestFacts, ResponseFacts } from "./facts.ts";
import { guard } from "./guard.ts";
import type { Operation, OperationStatus } from "./operation.ts";
import { admissionFacts, answerFacts, editNames, withBilledUnits } from "./operation-facts.ts";
import { operationAttributes, requestAttributes, startAttributes } from "./operation-attributes.ts";
import type { SemconvDialect } from "./operation-attributes.ts";
import { processState } from "./process-state.ts";
import { fingerprintPrompt } from "./prompt/fingerprint-prompt.ts";
import type { PromptFingerprint } from "./prompt/prompt-fingerprint.ts";
import { writePrompt } from "./prompt/write-prompt.ts";
import { scopeAttributes } from "./scope.ts";
import { activeStructure } from "./structure/structure-span.ts";
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
  /** @defaultValue true */
  readonly promptFingerprints?: boolean | "span";
  /** Emits the content of a call as a log event; absent where no logs API is present. */
  emitContentEvent?(attributes: Record<string, string>, operation: Operation, context: Context): void;
}

/** How a call ended. */
export interface CallEnd {
  readonly status: OperationStatus;
  readonly response?: ResponseFacts | undefined;
  readonly error?: unknown;
  /** When it ended, epoch milliseconds, for calls that are recorded afterwards. @defaultValue now */
  readonly endTimeMs?: number | undefined;
  /** Of a stream that is recorded afterwards. @defaultValue when `chunkArrived` was called */
  readonly timeToFirstChunkMs?: number | undefined;
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
  readonly #startTimeMs: number;
  readonly #startedAt: number = performance.now();
  #timeToFirstChunkMs: number | undefined;
  #resendCount = 0;
  #ended = false;
  #isDelegated = false;
  #admission: Admission | undefined;
  #onEnd: ((status: OperationStatus) => void) | undefined;
  #prompt: PromptFingerprint | undefined;

  /** @param startTimeMs - When the call was sent, epoch milliseconds, for calls that are recorded afterwards. */
  constructor(host: CallHost, request: RequestFacts, client: ClientFacts, startTimeMs?: number) {
    const parent = context.active();
    this.#startTimeMs = startTimeMs ?? Date.now();
    this.#host = host;
    this.#client = client;
    this.request = request;
    this.#span = host.tracer.startSpan(
      request.model === undefined ? request.operationName : `${request.operationName} ${request.model}`,
      {
        kind: SpanKind.CLIENT,
        attributes: startAttributes(request, client),
        ...(startTimeMs !== undefined && { startTime: startTimeMs }),
      },
      parent,
    );
    this.#parentSpanId = trace.getSpanContext(parent)?.spanId;
    this.context = trace.setSpan(parent, this.#span).setValue(CALL_KEY, this);
    const witness = activeWitness(parent);
    if (witness !== undefined) witness.hasSeenCall = true;
    const outer = activeProviderCall(parent);
    if (outer !== undefined && !outer.ended) outer.#delegate();
    this.#prompt = this.#fingerprint();
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

  /** What is known of the call before it is sent. */
  pending(): Omit<PendingCall, "edits"> {
    const { traceId, spanId } = this.#span.spanContext();
    const { request } = this;
    const attributes = scopeAttributes(this.context);
    const agentDepth = activeStructure(this.context)?.agentDepth ?? 0;
    return { startTimeMs: this.#startTimeMs, client: this.#client, request, attributes, agentDepth, traceId, spanId };
  }

  /** The policies have answered, before anything was sent. */
  admitted(admission: Admission | undefined): void {
    if (admission === undefined) return;
    this.#admission = admission;
    if (admission.attributes !== undefined) this.#span.setAttributes(admission.attributes);
    const edits = [...(this.request.edits ?? []), ...editNames(admission)];
    if (edits.length > 0) this.#span.setAttribute(OUTLAY.REQUEST_EDITS, edits);
  }

  /** The SDK is sending the same request again. */
  resent(): void {
    this.#resendCount += 1;
  }

  /** The first piece of a stream arrived; later calls change nothing. */
  chunkArrived(): void {
    this.#timeToFirstChunkMs ??= performance.now() - this.#startedAt;
  }

  /** Names who is told, once, right after the call and its span have ended; a later one takes the place of an earlier. */
  whenEnded(listener: (status: OperationStatus) => void): void {
    this.#onEnd = listener;
  }

  /** Ends the call and its span, and tells every observer. */
  end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timeToFirstChunkMs ??= end.timeToFirstChunkMs;
    guard("core.call", () => (this.#isDelegated ? this.#finishDelegated(end) : this.#finish(end)));
    this.#span.end(end.endTimeMs);
    guard("core.whenEnded", () => this.#onEnd?.(end.status));
  }

  /** Now: by the end of the call the program may have changed what it has sent. */
  #fingerprint(): PromptFingerprint | undefined {
    const { prompt } = this.request;
    if (prompt === undefined || this.#host.promptFingerprints === false) return undefined;
    if (!this.#span.isRecording() && processState.observers.size === 0) return undefined;
    return guard("core.prompt", () => fingerprintPrompt(prompt()));
  }

  /** What was held for this call is for the call inside to hold: it is sent, and billed. */
  #delegate(): void {
    this.#isDelegated = true;
    releaseAdmission(this.#admission);
    this.#admission = undefined;
  }

  /** The call inside has the bill, and tells whoever counts; here is left who handed it on, and whether it failed. */
  #finishDelegated(end: CallEnd): void {
    const { status, errorType } = outcomeOf(end);
    this.#span.setAttribute(OUTLAY.OPERATION_OUTCOME, "delegated");
    if (errorType !== undefined) this.#span.setAttribute(SERVER.ERROR_TYPE, errorType);
    if (status === "error") this.#span.setStatus({ code: SpanStatusCode.ERROR, message: errorType ?? "error" });
  }

  #finish(end: CallEnd): void {
    const span = this.#span;
    const operation = this.#operation(end);
    if (span.isRecording()) {
      span.setAttributes(operationAttributes(operation, this.#host.semconv));
      if (operation.provider !== this.#client.provider) span.setAttribute(GEN_AI.PROVIDER_NAME, operation.provider);
      if (this.#host.promptFingerprints === "span") writePrompt(span, this.#prompt);
      if (end.response?.attributes !== undefined) span.setAttributes(end.response.attributes);
      if (operation.status === "error")
        span.setStatus({ code: SpanStatusCode.ERROR, message: operation.errorType ?? "error" });
    }
    if (this.#host.content.capture !== "none") guard("core.content", () => this.#captureContent(end, operation));
    if (end.response?.isDeferred === true && operation.responseId !== undefined) {
      span.setAttribute(OUTLAY.OPERATION_OUTCOME, "deferred");
      this.#defer(operation.responseId, operation);
    } else {
      this.#tell(operation, span);
    }
  }

  #tell(operation: Operation, span: Span): void {
    this.#host.metrics.record(operation);
    for (const observer of processState.observers) {
      guard("core.observer", () => observer.operationEnded(operation, span));
    }
  }

  /** The bill is a call of its own below this one, as old as this one, and settles what was held for it. */
  #defer(id: string, operation: Operation): void {
    const { content: _sent, prompt: _read, edits: _said, ...request } = this.request;
    const admission = this.#admission?.id === undefined ? undefined : { id: this.#admission.id };
    deferCall(id, {
      bill: (end) =>
        context.with(this.context, () => {
          const call = new ProviderCall(
            this.#host,
            { ...request, helper: "retrieve" },
            this.#client,
            this.#startTimeMs,
          );
          call.admitted(admission);
          call.#prompt = this.#prompt;
          call.end({ ...end, response: withBilledUnits(end.response, request), endTimeMs: Date.now() });
        }),
      giveUp: () => this.#tell(operation, trace.wrapSpanContext(this.#span.spanContext())),
    });
  }

  #operation(end: CallEnd): Operation {
    const response = end.response ?? {};
    const ids = this.#span.spanContext();
    const normalized = response.usage === undefined ? UNKNOWN_USAGE : normalizeUsage(response.usage);
    const outcome = outcomeOf(end);
    const operation: { -readonly [Key in keyof Operation]: Operation[Key] } = {
      provider: this.#provider(response),
      operationName: this.request.operationName,
      startTimeMs: this.#startTimeMs,
      endTimeMs: end.endTimeMs ?? this.#startTimeMs + (performance.now() - this.#startedAt),
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
      ...answerFacts(response),
      ...admissionFacts(this.#admission, response),
      serverAddress: this.#client.serverAddress,
      serverPort: this.#client.serverPort,
      timeToFirstChunkMs: this.#timeToFirstChunkMs,
      usage: normalized === UNKNOWN_USAGE ? undefined : normalized.usage,
      usageProblems: normalized.problems.length > 0 ? normalized.problems : undefined,
      region: this.#client.region ?? response.region,
      resendCount: this.#resendCount > 0 ? this.#resendCount : undefined,
      errorType: outcome.errorType,
      httpStatusCode: outcome.httpStatusCode,
      prompt: this.#prompt,
    });
    return Object.freeze(operation);
  }

  /** A host that somebody has named stays what it was called. */
  #provider({ provider }: ResponseFacts): string {
    return (this.#client.isProviderAssumed === true ? provider : undefined) ?? this.#client.provider;
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
