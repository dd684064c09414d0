// SPDX-License-Identifier: Apache-2.0
import type { Iteration, Usage } from "@outlay/core";

import type { PriceQuery } from "./cost.ts";

/** Kind of the last pass: tool counts of the whole call, which no pass repeats. */
const UNITS_OF_CALL = "units";

/** One pass of a call that bills several models, as a query of its own. */
export interface CallPass {
  readonly kind: string;
  readonly query: PriceQuery;
}

function passQuery(call: PriceQuery, iteration: Iteration): PriceQuery {
  if (iteration.model === undefined) return { ...call, usage: iteration.usage };
  const { requestModel: _asked, ...rest } = call;
  return { ...rest, responseModel: iteration.model, usage: iteration.usage };
}

/**
 * The passes of a call. The sums at the top leave some of them out (compaction) and are not priced; tool counts are
 * only there, so they make a last pass.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/compaction (`usage.iterations`)
 */
export function callPasses(query: PriceQuery): readonly CallPass[] {
  const { iterations = [], usage, reportedCostUsd: _reported, ...call } = query;
  const passes = iterations.map((iteration) => ({ kind: iteration.kind, query: passQuery(call, iteration) }));
  if (usage?.units === undefined || iterations.some((iteration) => iteration.usage.units !== undefined)) return passes;
  const units: Usage = { inputTokens: 0, outputTokens: 0, units: usage.units };
  return [...passes, { kind: UNITS_OF_CALL, query: { ...call, usage: units } }];
}
