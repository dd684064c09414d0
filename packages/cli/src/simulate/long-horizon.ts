// SPDX-License-Identifier: Apache-2.0
import type { AgentSession } from "./agent-session.ts";
import { quantity, share, usd } from "./benchmark.ts";
import type { Benchmark } from "./benchmark.ts";
import { sessionUsd } from "./session-cost.ts";

const SESSION: Omit<AgentSession, "calls" | "cache"> = {
  provider: "anthropic",
  model: "claude-sonnet-4-5",
  systemTokens: 10_000,
  questionTokens: 200,
  resultTokens: 1_000,
  outputTokens: 150,
  gapMs: 20_000,
};

/** B2: caching the instructions only, against caching all that was said. */
export const longHorizon: Benchmark = {
  id: "B2",
  name: "long-horizon",
  shows: "Why an agent that runs for long must cache its history, not its instructions only",
  run: (world) => ({
    tables: [
      {
        title: "claude-sonnet-4-5, 10,000 tokens of instructions, 1,000 tokens a result",
        columns: ["no cache", "system only", "rolling", "system only saves", "rolling saves", "system only ÷ rolling"],
        rows: [10, 20, 50].map((calls) => {
          const [none = 0, system = 0, rolling = 0] = (["none", "system", "rolling"] as const).map((cache) =>
            sessionUsd({ ...SESSION, calls, cache }, world),
          );
          const saves = [share(1 - system / none), share(1 - rolling / none)];
          return {
            what: `${calls} calls`,
            figures: [usd(none), usd(system), usd(rolling), ...saves, quantity("factor", system / rolling)],
          };
        }),
      },
    ],
    notes: [
      "The article's policy, cache the system prompt and never the dynamic suffix, holds for sessions of about three calls. After 50 calls it costs several times what a breakpoint that moves with the conversation does.",
    ],
  }),
};
