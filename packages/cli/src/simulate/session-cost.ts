// SPDX-License-Identifier: Apache-2.0
import { sessionsOf, warmed } from "./agent-session.ts";
import type { AgentSession } from "./agent-session.ts";
import type { BenchmarkWorld } from "./benchmark.ts";
import { costUsd, sendScript } from "./send-script.ts";

/** What a session costs, in USD; with a seed, the mean of several. */
export function sessionUsd(session: AgentSession, world: BenchmarkWorld, isWarm = false): number {
  const sessions = sessionsOf(session, world.seed);
  const costs = sessions.map((script) => {
    const operations = isWarm ? sendScript(warmed(script)).slice(1) : sendScript(script);
    return costUsd(operations, world.price);
  });
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/** Share of the cost that using the cache so saves; less than nothing where it costs. */
export function savedShare(session: AgentSession, world: BenchmarkWorld, isWarm = false): number {
  const without = sessionUsd({ ...session, cache: "none" }, world);
  return 1 - sessionUsd(session, world, isWarm) / without;
}
