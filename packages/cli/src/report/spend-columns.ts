// SPDX-License-Identifier: Apache-2.0
import type { Spend } from "@outlay/analysis";

import type { ReportColumn, ReportValue } from "./report-table.ts";

interface SpendColumn extends ReportColumn {
  readonly of: (spend: Spend, all: Spend) => ReportValue;
}

/** What is told of every set of calls. */
const COLUMNS: readonly SpendColumn[] = [
  { key: "calls", title: "calls", kind: "count", of: ({ calls }) => calls },
  { key: "cost_usd", title: "cost $", kind: "usd", of: costUsd },
  { key: "share", title: "share", kind: "share", of: shareOf },
  {
    key: "uncertain_usd",
    title: "of it estimated $",
    kind: "usd",
    isOptional: true,
    of: ({ uncertainCost }) => uncertainCost.usd,
  },
  certainty("priced", "priced"),
  certainty("provider_reported", "told by provider"),
  certainty("estimated", "estimated"),
  certainty("partial", "partly priced"),
  certainty("unpriced", "unpriced"),
  { key: "failed_calls", title: "failed", kind: "count", isOptional: true, of: ({ failedCalls }) => failedCalls },
  {
    key: "calls_without_usage",
    title: "without usage",
    kind: "count",
    isOptional: true,
    of: ({ callsWithoutUsage }) => callsWithoutUsage,
  },
  tokens("uncached_input_tokens", "uncached in", ({ uncachedInputTokens }) => uncachedInputTokens),
  tokens("cache_read_tokens", "cache read", ({ cacheReadTokens }) => cacheReadTokens),
  tokens("cache_write_tokens", "cache written", ({ cacheWriteTokens }) => cacheWriteTokens),
  tokens("output_tokens", "output", ({ outputTokens }) => outputTokens),
  tokens("reasoning_tokens", "of it reasoning", ({ reasoningTokens }) => reasoningTokens),
  kind("uncached_input_usd", "uncached in $", "uncachedInput"),
  kind("cache_read_usd", "cache read $", "cacheRead"),
  kind("cache_write_usd", "cache written $", "cacheWrite"),
  kind("output_usd", "output $", "output"),
  kind("units_usd", "tools and media $", "units"),
];

/** Columns of a table of spend, after those that name its groups. */
export const SPEND_COLUMNS: readonly ReportColumn[] = COLUMNS.map(({ of: _of, ...column }) => column);

/** Values of {@link SPEND_COLUMNS}. */
export function spendValues(spend: Spend, all: Spend): readonly ReportValue[] {
  return COLUMNS.map(({ of }) => of(spend, all));
}

/** Unknown where no call has an amount. */
function costUsd({ calls, callsBy, cost }: Spend): number | undefined {
  return calls > 0 && callsBy.unpriced === calls ? undefined : cost.usd;
}

function shareOf(spend: Spend, all: Spend): number | undefined {
  const usd = costUsd(spend);
  return usd === undefined || all.cost.usd === 0 ? undefined : usd / all.cost.usd;
}

function certainty(name: keyof Spend["callsBy"], title: string): SpendColumn {
  return { key: `${name}_calls`, title, kind: "count", isOptional: true, of: ({ callsBy }) => callsBy[name] };
}

/** Unknown where no call says what it used. */
function tokens(key: string, title: string, of: (spend: Spend) => number): SpendColumn {
  const known = (spend: Spend): ReportValue => (spend.callsWithoutUsage === spend.calls ? undefined : of(spend));
  return { key, title, kind: "count", isOptional: true, of: known };
}

function kind(key: string, title: string, name: keyof Spend["costBy"]): SpendColumn {
  return { key, title, kind: "usd", isOptional: true, of: ({ costBy }) => costBy[name].usd };
}
