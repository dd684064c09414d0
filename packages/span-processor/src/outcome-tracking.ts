// SPDX-License-Identifier: Apache-2.0
import type { Meter } from "@opentelemetry/api";
import type { BudgetCall, OutcomeEvent, OutcomeLedger } from "@outlay/budget";
import { guard, notify, observeOutcomes } from "@outlay/core";
import { METRICS, OUTLAY } from "@outlay/semconv";

/** Brings what calls cost and how work turned out together. */
export class OutcomeTracking {
  readonly #ledger: OutcomeLedger;
  readonly #onEvent: ((event: OutcomeEvent) => void) | undefined;
  readonly #stop: () => void;

  constructor(ledger: OutcomeLedger, onEvent: ((event: OutcomeEvent) => void) | undefined) {
    this.#ledger = ledger;
    this.#onEvent = onEvent;
    this.#stop = observeOutcomes(({ ids, success, value }) => {
      for (const id of new Set(ids)) this.#tell(ledger.recordOutcome({ id, success, value }));
    });
  }

  /** Takes note of what a call cost. */
  record(call: BudgetCall): void {
    guard("processor.outcomes", () => this.#tell(this.#ledger.record(call)));
  }

  /** Reports what successes cost, whenever metrics are collected; nothing where there has been none. */
  observeWith(meter: Meter): void {
    const { name, unit, description } = METRICS.OUTCOME_COST_PER_SUCCESS;
    const costPerSuccess = meter.createObservableGauge(name, { unit, description });
    const count = METRICS.OUTCOME_COUNT;
    const outcomes = meter.createObservableGauge(count.name, { unit: count.unit, description: count.description });
    meter.addBatchObservableCallback(
      (result) => {
        for (const status of this.#ledger.status()) {
          const attributes = { [OUTLAY.OUTCOME_NAME]: status.outcome, ...status.group };
          if (status.usdPerSuccess !== undefined) result.observe(costPerSuccess, status.usdPerSuccess, attributes);
          result.observe(outcomes, status.successes, { ...attributes, [OUTLAY.OUTCOME_SUCCESS]: true });
          result.observe(outcomes, status.outcomes - status.successes, {
            ...attributes,
            [OUTLAY.OUTCOME_SUCCESS]: false,
          });
        }
      },
      [costPerSuccess, outcomes],
    );
  }

  /** Listens no more. */
  stop(): void {
    this.#stop();
  }

  #tell(events: readonly OutcomeEvent[]): void {
    for (const event of events) notify("processor.onOutcomeEvent", () => this.#onEvent?.(event));
  }
}
