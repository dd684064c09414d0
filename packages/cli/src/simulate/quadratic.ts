// SPDX-License-Identifier: Apache-2.0
import { usdFromPico } from "@outlay/pricing";

import { sessionsOf } from "./agent-session.ts";
import type { AgentSession } from "./agent-session.ts";
import { quantity, share, usd } from "./benchmark.ts";
import type { Benchmark, BenchmarkWorld, Figure } from "./benchmark.ts";
import { sendScript } from "./send-script.ts";

/** A conversation that grows until its prompt is 100,000 tokens long. */
export const QUADRATIC_SESSION: Omit<AgentSession, "model"> = {
  provider: "anthropic",
  systemTokens: 600,
  questionTokens: 300,
  resultTokens: 300,
  outputTokens: 75,
  calls: 266,
  gapMs: 20_000,
  cache: "rolling",
};

const MARKS = [27_500, 100_000];
/** What was measured in one conversation of 12.93 USD. */
const MEASURED: readonly Figure[] = [share(0.5, 0), share(0.87, 0)];

/** B7: a conversation's cost grows with the square of its length. */
export const quadratic: Benchmark = {
  id: "B7",
  name: "quadratic",
  shows: "How reading the history again and again becomes the bill, even from the cache",
  run: (world) => ({
    tables: [
      {
        title: "Share of cache reads in the cost so far, 375 tokens a call",
        columns: ["calls", "reads at 0.1×", "of", "reads at 0.05×", "of", "exe.dev measured"],
        rows: MARKS.map((tokens, index) => {
          const [tenth, twentieth] = ["claude-opus-5", "claude-opus-5-5"].map((model) => spentAt(model, tokens, world));
          return {
            what: `at ${tokens.toLocaleString("en-US")} tokens`,
            figures: [
              quantity("calls", tenth?.calls ?? 0, 0),
              share(tenth?.readShare ?? 0),
              usd(tenth?.usd ?? 0),
              share(twentieth?.readShare ?? 0),
              usd(twentieth?.usd ?? 0),
              MEASURED[index],
            ],
          };
        }),
      },
    ],
    notes: [
      "The conversation that exe.dev measured is not published. Ours grows evenly, by 300 tokens of results and 75 of answers a call, until the prompt is 100,000 tokens long.",
      "Each read is cheap; their number is what grows. Half the price of a read moves the point where they are half the bill, not the shape.",
    ],
  }),
};

interface Spent {
  readonly calls: number;
  readonly readShare: number;
  readonly usd: number;
}

/** What a conversation has cost when its prompt reaches a length. */
function spentAt(model: string, tokens: number, { price, seed }: BenchmarkWorld): Spent {
  let [calls, total, read] = [0, 0, 0];
  for (const operation of sendScript(sessionsOf({ ...QUADRATIC_SESSION, model }, seed)[0] ?? [])) {
    if ((operation.usage?.inputTokens ?? 0) > tokens) break;
    const cost = price(operation);
    if (cost.status === "unpriced" || cost.status === "provider_reported") continue;
    calls += 1;
    total += cost.totalPicoUsd;
    read += cost.parts.cacheRead ?? 0;
  }
  return { calls, readShare: total === 0 ? 0 : read / total, usd: usdFromPico(total) };
}
