// SPDX-License-Identifier: Apache-2.0
import { exactPicoUsd } from "../../packages/pricing/src/index.ts";
import type { Cost, CostParts } from "../../packages/pricing/src/index.ts";
import type { RecordedSpan } from "../../test/dialects/src/fixture.ts";
import { replay } from "../../test/dialects/src/replay.ts";

/** Everything about a price that has to be the same in every engine. */
export interface PriceOutcome {
  readonly status: Cost["status"];
  readonly reason?: string;
  /** Whole pico-USD, as text: JSON readers differ beyond 2^53. */
  readonly totalPicoUsd?: string;
  readonly parts?: CostParts;
  readonly modelId?: string;
  readonly matchedBy?: string;
  readonly rowSource?: string;
  readonly verified?: string;
  readonly tier?: string;
  readonly region?: string;
  readonly bandOverTokens?: number;
  readonly problems: readonly string[];
}

/** What a cost comes to. */
export function outcomeOf(cost: Cost): PriceOutcome {
  if (cost.status === "unpriced") return { status: cost.status, reason: cost.reason, problems: cost.problems };
  const totalPicoUsd = exactPicoUsd(cost).toString();
  if (cost.status === "provider_reported") return { status: cost.status, totalPicoUsd, problems: cost.problems };
  const { status, parts, modelId, matchedBy, rowSource, verified, tier, region, bandOverTokens, problems } = cost;
  const told = { status, totalPicoUsd, parts, modelId, matchedBy, rowSource, verified, tier, bandOverTokens, problems };
  return region === undefined ? told : { ...told, region };
}

/** Attributes of a span that tell of cost. */
export type SpanOutcome = Readonly<Record<string, unknown>>;

/** What the span processor makes of a program's spans. */
export function spanOutcomes(spans: readonly RecordedSpan[]): readonly SpanOutcome[] {
  return replay({ spans }).spans.map((attributes) =>
    Object.fromEntries(Object.entries(attributes).filter(([name]) => tellsOfCost(name))),
  );
}

function tellsOfCost(name: string): boolean {
  return name.startsWith("outlay.cost.") || name === "gen_ai.usage.cost";
}
