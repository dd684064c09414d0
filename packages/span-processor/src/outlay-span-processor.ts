// SPDX-License-Identifier: Apache-2.0
import { diag, metrics, trace } from "@opentelemetry/api";
import type { Attributes, Context, MeterProvider, Span } from "@opentelemetry/api";
import { callFromOperation } from "@outlay/budget";
import type { BudgetCall, BudgetCounter, BudgetEvent, OutcomeEvent, OutcomeLedger } from "@outlay/budget";
import {
  activeProviderCall,
  createCallMetrics,
  guard,
  notify,
  observeOperations,
  operationFromSpan,
  recordsOwnMetrics,
  reportProblem,
  scopeAttributes,
  spanFacts,
} from "@outlay/core";
import type { CallMetrics, LoggerProviderLike, Operation, SpanToRead } from "@outlay/core";
import { createPriceEngine, nanoUsdFromPico } from "@outlay/pricing";
import type { Cost, PriceEngine } from "@outlay/pricing";
import { OUTLAY } from "@outlay/semconv";

import { BilledCalls } from "./billed-calls.ts";
import { observeBudgets } from "./budget-metrics.ts";
import { costAttributes, takeEmitterCost } from "./cost-attributes.ts";
import { CostMetrics } from "./cost-metrics.ts";
import { findingAttributes } from "./finding-attributes.ts";
import { FindingEvents } from "./finding-events.ts";
import { Findings } from "./findings.ts";
import type { CallFindings } from "./findings.ts";
import { withFindings } from "./found-charges.ts";
import { OutcomeTracking } from "./outcome-tracking.ts";
import { observeProblems } from "./problem-metrics.ts";
import { Rollups } from "./rollups.ts";
import { withoutCache } from "./without-cache.ts";

const NAME = "@outlay/span-processor";
/** Whatever package of ours starts a span tells of the call itself: instrumentations, exporters of frameworks, `traceAgent`. */
const isOwn = (scope: string): boolean => scope.startsWith("@outlay/");
/** Models without a price that are named once each; more than this many are only counted. */
const MAX_NAMED_UNPRICED = 256;

const SEEN_KEY = Symbol.for("@outlay/span-processor.seen@1");
type SeenHolder = { [SEEN_KEY]?: WeakSet<object> };
/** Spans of our own instrumentations that any processor of this process has seen start, whichever copy of this package it is of. */
const SEEN_SPANS: WeakSet<object> = ((globalThis as SeenHolder)[SEEN_KEY] ??= new WeakSet());

/** A call and what it cost. */
export interface PricedOperation {
  readonly operation: Operation;
  readonly cost: Cost;
  /** What the prompt cache saved against uncached input, pico-USD; absent where no cache was used. */
  readonly cacheSavedPicoUsd?: number | undefined;
  /** What was found out about it; nothing where its prompt has no fingerprint. */
  readonly findings?: CallFindings | undefined;
}

/** Options of {@link OutlaySpanProcessor}. */
export interface OutlaySpanProcessorOptions {
  /** @defaultValue an engine over the compiled price table, without overrides */
  readonly prices?: PriceEngine;
  /** Budgets that every call counts in, a tracker's or a guard's; none by default. */
  readonly budgets?: BudgetCounter;
  /** Is told what became true of a budget. */
  readonly onBudgetEvent?: (event: BudgetEvent) => void;
  /** Outcomes that every call's cost counts for, and that `recordOutcome` tells of; none by default. */
  readonly outcomes?: OutcomeLedger;
  /** Is told when a success has become too dear. */
  readonly onOutcomeEvent?: (event: OutcomeEvent) => void;
  /** Is told of every billed call, once. */
  readonly onPriced?: (priced: PricedOperation) => void;
  /** Names from `withAttributes` that metrics may carry. @defaultValue none: ids make metrics expensive */
  readonly metricAttributes?: readonly string[];
  /** Sends what listeners have on their way, such as alerts; awaited when the provider is flushed. Must not reject. */
  readonly flush?: () => Promise<void>;
  /** @defaultValue the globally registered one */
  readonly meterProvider?: MeterProvider;
  /** Takes findings as log events. @defaultValue the globally registered one */
  readonly loggerProvider?: LoggerProviderLike;
}

/**
 * Prices every GenAI call once and writes the cost on its span, before any exporter sees it.
 *
 * Calls that Outlay's instrumentations patched are taken as they end, sampled or not. Spans of other emitters are
 * read in `onEnding`, and in `onEnd` by SDKs that do not have it; put this processor before the exporting ones.
 * Works on OpenTelemetry SDK 2.x and 3.x; nothing it does throws into the program.
 */
export class OutlaySpanProcessor {
  readonly #prices: PriceEngine;
  readonly #options: OutlaySpanProcessorOptions;
  readonly #billed = new BilledCalls();
  readonly #rollups = new Rollups();
  /** Spans of our own instrumentations that were started on this processor's provider. */
  readonly #own = new WeakSet<object>();
  /** Foreign spans inside a patched call, and the span of that call: its bill is theirs. */
  readonly #covered = new WeakMap<object, string>();
  readonly #named = new Set<string>();
  /** Calls on their way to budgets that are kept elsewhere. */
  readonly #recording = new Set<Promise<void>>();
  readonly #outcomes: OutcomeTracking | undefined;
  readonly #stopObserving: () => void;
  readonly #metrics: CostMetrics;
  readonly #findings: Findings;
  readonly #events: FindingEvents;
  /** For emitters that record no client metrics of their own. */
  #callMetrics: CallMetrics | undefined;
  #isMetered = false;
  #hasOnEnding = false;

  constructor(options: OutlaySpanProcessorOptions = {}) {
    this.#options = options;
    this.#prices = options.prices ?? createPriceEngine();
    this.#metrics = new CostMetrics(options.metricAttributes ?? []);
    this.#findings = new Findings((operation) => this.#prices.price(operation), options.metricAttributes ?? []);
    this.#events = new FindingEvents(NAME, options.loggerProvider);
    this.#outcomes =
      options.outcomes === undefined ? undefined : new OutcomeTracking(options.outcomes, options.onOutcomeEvent);
    this.#stopObserving = observeOperations({
      operationEnded: (operation, span) => {
        // Spans of another provider are counted by the processor there, if there is one.
        if (span.isRecording() && !this.#own.has(span) && SEEN_SPANS.has(span)) return;
        this.#settle(operation, (attributes) => span.setAttributes(attributes));
      },
    });
  }

  /** Puts the attributes of `withAttributes` on the span; remembers whose it is. */
  onStart(span: SpanToRead & Span, parentContext: Context): void {
    guard("processor.onStart", () => {
      if (isOwn(span.instrumentationScope.name)) {
        this.#own.add(span);
        SEEN_SPANS.add(span);
        return;
      }
      span.setAttributes(scopeAttributes(parentContext));
      const call = activeProviderCall(parentContext);
      const owner = call === undefined || call.ended ? undefined : trace.getSpanContext(call.context);
      if (owner !== undefined) this.#covered.set(span, owner.spanId);
    });
  }

  /** Prices a foreign span while it can still be written to. */
  onEnding(span: SpanToRead & Span): void {
    this.#hasOnEnding = true;
    guard("processor.onEnding", () => this.#ending(span, (attributes) => span.setAttributes(attributes)));
  }

  /** Prices a foreign span where the SDK has no `onEnding`. */
  onEnd(span: SpanToRead): void {
    // The span is read-only by now, but its attributes are the object that exporters will read.
    if (!this.#hasOnEnding)
      guard("processor.onEnd", () => this.#ending(span, (attributes) => Object.assign(span.attributes, attributes)));
  }

  /** Records metrics with another provider from now on, as instrumentations do when an SDK is registered late. */
  setMeterProvider(provider: MeterProvider): void {
    const meter = provider.getMeter(NAME);
    this.#isMetered = true;
    this.#metrics.observeWith(meter);
    this.#findings.observeWith(meter);
    this.#callMetrics = createCallMetrics(meter);
    observeProblems(meter);
    if (this.#options.budgets !== undefined) observeBudgets(meter, this.#options.budgets);
    this.#outcomes?.observeWith(meter);
  }

  /** Waits for budgets that are kept elsewhere, and for those who listen. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#recording);
    await this.#options.flush?.();
  }

  /** Stops taking calls. */
  async shutdown(): Promise<void> {
    this.#stopObserving();
    this.#outcomes?.stop();
    await this.forceFlush();
  }

  /** Bills the span if it is a call, and tells it and its parent what was billed below. */
  #ending(span: SpanToRead, write: (attributes: Attributes) => void): void {
    this.#readForeign(span, write);
    const { spanId } = span.spanContext();
    const parentSpanId = span.parentSpanContext?.spanId;
    this.#billed.passUp(spanId, parentSpanId);
    const rollup = this.#rollups.passUp(spanId, parentSpanId);
    if (rollup !== undefined) write(rollup);
  }

  #readForeign(span: SpanToRead, write: (attributes: Attributes) => void): void {
    if (this.#own.has(span)) return;
    const operation = operationFromSpan(spanFacts(span));
    if (operation === undefined) return;
    takeEmitterCost(span.attributes, write);
    const owner = this.#covered.get(span);
    if (owner !== undefined) write(duplicateOf(owner));
    else if (this.#settle(operation, write) && !recordsOwnMetrics(operation)) this.#callMetrics?.record(operation);
  }

  /** @returns Whether this is the one view of the call that counts. */
  #settle(operation: Operation, write: (attributes: Attributes) => void): boolean {
    if (!this.#isMetered) guard("processor.metrics", () => this.#meter());
    const billedBy = this.#billed.claim(operation);
    if (billedBy !== undefined) {
      write(duplicateOf(billedBy));
      const held = operation.admissionId;
      if (held !== undefined) guard("processor.budgets", () => this.#options.budgets?.cancel?.(held));
      return false;
    }
    if (operation.sent === false) {
      write({ [OUTLAY.COST_STATUS]: "not_billed" });
      return true;
    }
    if (isRefused(operation)) {
      write({ [OUTLAY.COST_STATUS]: "not_billed" });
      guard("processor.budgets", () => this.#countInBudgets(operation, 0));
      return true;
    }
    const cost = this.#prices.price(operation);
    const cacheSavedPicoUsd = this.#cacheSaved(operation, cost);
    write(costAttributes(cost, cacheSavedPicoUsd));
    this.#metrics.record(operation, cost);
    this.#rollups.add(operation, cost);
    if (cost.status === "unpriced") this.#nameUnpriced(cost.provider, cost.model, cost.reason);
    const costNanoUsd = cost.status === "unpriced" ? undefined : nanoUsdFromPico(cost.totalPicoUsd);
    const findings = guard("processor.findings", () => this.#findings.add({ operation, cost }));
    guard("processor.budgets", () => this.#countInBudgets(operation, costNanoUsd, findings));
    if (findings !== undefined) write(findingAttributes(findings));
    if (findings !== undefined) guard("processor.events", () => this.#events.emit(operation, findings));
    notify("processor.onPriced", () => this.#options.onPriced?.({ operation, cost, cacheSavedPicoUsd, findings }));
    return true;
  }

  /** The same call priced as if nothing had been cached, less what it did cost. */
  #cacheSaved(operation: Operation, cost: Cost): number | undefined {
    if (cost.status === "unpriced" || cost.status === "provider_reported") return undefined;
    const without = withoutCache(operation);
    if (without === undefined) return undefined;
    const uncached = this.#prices.price(without);
    return uncached.status === "unpriced" ? undefined : uncached.totalPicoUsd - cost.totalPicoUsd;
  }

  #countInBudgets(operation: Operation, costNanoUsd: number | undefined, findings?: CallFindings): void {
    const { budgets } = this.#options;
    const call = callFromOperation(operation, costNanoUsd);
    this.#outcomes?.record(call);
    if (budgets !== undefined) this.#record(budgets, findings === undefined ? call : withFindings(call, findings));
  }

  #record(budgets: BudgetCounter, call: BudgetCall): void {
    const { onBudgetEvent } = this.#options;
    const tell = (events: readonly BudgetEvent[]): void => {
      for (const event of events) notify("processor.onBudgetEvent", () => onBudgetEvent?.(event));
    };
    const recorded = budgets.record(call);
    if (!(recorded instanceof Promise)) return tell(recorded);
    const told = recorded.then(tell, (error: unknown) => reportProblem("processor.budgets", error));
    this.#recording.add(told);
    void told.then(() => this.#recording.delete(told));
  }

  /** With the first call, when the program has had time to register its provider. */
  #meter(): void {
    this.setMeterProvider(this.#options.meterProvider ?? metrics.getMeterProvider());
  }

  #nameUnpriced(provider: string, model: string | undefined, reason: string): void {
    const name = `${provider}/${model ?? "(no model)"} ${reason}`;
    if (this.#named.has(name) || this.#named.size >= MAX_NAMED_UNPRICED) return;
    this.#named.add(name);
    diag.warn(`outlay: a call is not priced, and not counted as 0 (said once per model and reason): ${name}`);
  }
}

/** The provider answered with an error status instead of work: nothing is billed, but it was a call. */
function isRefused(operation: Operation): boolean {
  return operation.usageStatus === "missing" && (operation.httpStatusCode ?? 0) >= 400;
}

function duplicateOf(spanId: string): Attributes {
  return { [OUTLAY.COST_STATUS]: "duplicate", [OUTLAY.COST_DUPLICATE_OF]: spanId };
}
