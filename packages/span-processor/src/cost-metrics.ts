// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Counter, Meter } from "@opentelemetry/api";
import type { Operation } from "@outlay/core";
import { usdFromPico } from "@outlay/pricing";
import type { Cost } from "@outlay/pricing";
import { GEN_AI, METRICS, OUTLAY } from "@outlay/semconv";

import { costByKind } from "./cost-attributes.ts";

/** Metric attribute that names the kind of token or unit an amount is for. */
const COST_KIND = "outlay.cost.kind";

/** Counters of what calls cost, and of what could not be priced. */
export class CostMetrics {
  readonly #cost: Counter;
  readonly #unpricedRequests: Counter;
  readonly #unpricedTokens: Counter;
  readonly #keys: readonly string[];

  /** @param keys - Attributes of the call's scope that metrics may carry; the user vouches for their cardinality. */
  constructor(meter: Meter, keys: readonly string[]) {
    this.#keys = keys;
    this.#cost = counter(meter, METRICS.COST);
    this.#unpricedRequests = counter(meter, METRICS.UNPRICED_REQUESTS);
    this.#unpricedTokens = counter(meter, METRICS.UNPRICED_TOKENS);
  }

  record(operation: Operation, cost: Cost): void {
    const attributes = this.#attributes(operation);
    if (cost.status === "unpriced") {
      attributes[OUTLAY.COST_PROBLEMS] = cost.reason;
      this.#unpricedRequests.add(1, attributes);
      const tokens = (operation.usage?.inputTokens ?? 0) + (operation.usage?.outputTokens ?? 0);
      if (tokens > 0) this.#unpricedTokens.add(tokens, attributes);
      return;
    }
    attributes[OUTLAY.COST_STATUS] = cost.status;
    if (cost.status === "provider_reported") {
      this.#cost.add(usdFromPico(cost.totalPicoUsd), attributes);
      return;
    }
    for (const [kind, picoUsd] of costByKind(cost.parts)) {
      this.#cost.add(usdFromPico(picoUsd), { ...attributes, [COST_KIND]: kind });
    }
  }

  #attributes(operation: Operation): Attributes {
    const attributes: Attributes = {
      [GEN_AI.OPERATION_NAME]: operation.operationName,
      [GEN_AI.PROVIDER_NAME]: operation.provider,
    };
    const model = operation.responseModel ?? operation.requestModel;
    if (model !== undefined) attributes[GEN_AI.RESPONSE_MODEL] = model;
    for (const key of this.#keys) {
      const value = operation.attributes[key];
      if (value !== undefined) attributes[key] = value;
    }
    return attributes;
  }
}

function counter(meter: Meter, metric: { name: string; unit: string; description: string }): Counter {
  return meter.createCounter(metric.name, { unit: metric.unit, description: metric.description });
}
