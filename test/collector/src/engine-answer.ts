// SPDX-License-Identifier: Apache-2.0
import type { AttributeValue } from "@opentelemetry/api";
import { operationFromSpan } from "@outlay/core";
import { createPriceEngine, usdFromPico } from "@outlay/pricing";

import type { SentSpan } from "./otlp-spans.ts";

/** What a span costs. */
export interface Answer {
  /** `none` for a span that is not a billed call. */
  readonly status: string;
  readonly usd?: number | undefined;
  readonly problems?: readonly string[] | undefined;
}

const STATUS_ERROR = 2;
const engine = createPriceEngine();

/** What the TypeScript engine makes of a span: the same reading and the same table as in a Node program. */
export function engineAnswer(span: SentSpan): Answer {
  const failed = span.statusCode === STATUS_ERROR;
  const known = Object.entries(span.attributes).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined && entry[1] !== null,
  );
  const operation = operationFromSpan({ ...span, failed, attributes: Object.fromEntries<AttributeValue>(known) });
  if (operation === undefined) return { status: "none" };
  if (failed && operation.usageStatus === "missing") return { status: "not_billed" };
  const cost = engine.price(operation);
  if (cost.status === "unpriced") return { status: cost.status, problems: [cost.reason, ...cost.problems] };
  return { status: cost.status, usd: usdFromPico(cost.totalPicoUsd), problems: cost.problems };
}

/** What the Collector wrote on a span. */
export function collectorAnswer(attributes: Readonly<Record<string, unknown>>): Answer {
  const status = attributes["outlay.cost.status"];
  return {
    status: typeof status === "string" ? status : "none",
    usd: attributes["outlay.cost.total_usd"] as number | undefined,
    problems: attributes["outlay.cost.problems"] as readonly string[] | undefined,
  };
}
