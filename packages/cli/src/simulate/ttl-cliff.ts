// SPDX-License-Identifier: Apache-2.0
import type { AgentSession } from "./agent-session.ts";
import { change, usd } from "./benchmark.ts";
import type { Benchmark } from "./benchmark.ts";
import { sessionUsd } from "./session-cost.ts";

const SESSION: Omit<AgentSession, "gapMs" | "cache"> = {
  provider: "anthropic",
  model: "claude-sonnet-5-5",
  systemTokens: 9_900,
  questionTokens: 100,
  resultTokens: 500,
  outputTokens: 150,
  calls: 30,
};

const GAPS_SECONDS = [60, 300, 301, 3_600, 3_601];

/** B3: a prompt that is kept for less time than the next call takes. */
export const ttlCliff: Benchmark = {
  id: "B3",
  name: "ttl-cliff",
  shows: "What it costs when prompts are forgotten between calls",
  run: (world) => ({
    tables: [
      {
        title: "claude-sonnet-5-5, 30 calls, a rolling breakpoint",
        columns: ["no cache", "5m", "1h", "5m against none", "1h against none"],
        rows: GAPS_SECONDS.map((seconds) => {
          const session = { ...SESSION, gapMs: seconds * 1_000 };
          const none = sessionUsd({ ...session, cache: "none" }, world);
          const [short, long] = (["5m", "1h"] as const).map((ttl) =>
            sessionUsd({ ...session, cache: "rolling", ttl }, world),
          ) as [number, number];
          return {
            what: `${seconds} s between calls`,
            figures: [usd(none, 3), usd(short, 3), usd(long, 3), change(short / none - 1), change(long / none - 1)],
          };
        }),
      },
    ],
    notes: [
      "The article has the lifetime of an hour on enterprise tiers. Anybody can ask for it; a write then costs twice the input instead of one and a quarter.",
      "The article has reads at a tenth of input. Of this model they cost a twentieth since 7 October 2026.",
      "The last millisecond of a lifetime still counts: 300 s is a hit, 301 s none.",
    ],
  }),
};
