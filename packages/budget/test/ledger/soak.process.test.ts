// SPDX-License-Identifier: Apache-2.0
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHistogram } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { BudgetDefinition } from "../../src/definition.ts";
import { createBudgetGuard } from "../../src/guard/budget-guard.ts";
import type { BudgetGuard } from "../../src/guard/budget-guard.ts";
import { createMemoryStore } from "../../src/ledger/memory-store.ts";
import { createRedisStore } from "../../src/ledger/redis/redis-store.ts";
import { printFigure } from "../print-figure.ts";
import { findRedisServer, startRedisServer } from "./redis-server.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose-gc");

const program = findRedisServer();
/** How long it goes on; without it, for so many calls. */
const MINUTES = Number(process.env["OUTLAY_TEST_SOAK_MINUTES"] ?? 0);
const CALLS = 20_000;
/** Calls at once: about 2,000 a second over Redis on two cores. */
const LOOPS = 8;
const USERS = 50;
const BATCH = 1_000;
const MS_PER_MINUTE = 60_000;
const NS_PER_MS = 1e6;
/** A growth that a leak of one small object a call would pass. */
const MAX_BYTES_PER_CALL = 40;

const thresholds: BudgetDefinition["thresholds"] = [{ at: 0.5 }, { at: 1, action: "block" }];
const BUDGETS: readonly BudgetDefinition[] = [
  { name: "user", groupBy: ["user.id"], limit: { usd: 1_000_000 }, window: "lifetime", thresholds },
  { name: "all", limit: { usd: 5_000_000 }, window: { every: "quarter" }, thresholds },
  { name: "calls", groupBy: ["user.id"], limit: { calls: 1_000_000_000 }, window: "lifetime", thresholds },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outlay-soak-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Many calls, each told to the ledger and, apart from it, to a log. */
class Soak {
  readonly reserved = createHistogram();
  readonly heap: (readonly [calls: number, bytes: number])[] = [];
  calls = 0;
  readonly #guard: BudgetGuard;
  readonly #log: number;
  #lines: string[] = [];
  #seed = 30;

  constructor(guard: BudgetGuard, path: string) {
    this.#guard = guard;
    this.#log = openSync(path, "w");
  }

  /** @returns How long it took. */
  async run(): Promise<number> {
    const fromMs = performance.now();
    const isOver = (): boolean =>
      MINUTES > 0 ? performance.now() - fromMs >= MINUTES * MS_PER_MINUTE : this.calls >= CALLS;
    while (!isOver()) await this.#batch();
    closeSync(this.#log);
    return performance.now() - fromMs;
  }

  async #batch(): Promise<void> {
    let left = BATCH;
    const loop = async (): Promise<void> => {
      while ((left -= 1) >= 0) await this.#call();
    };
    await Promise.all(Array.from({ length: LOOPS }, loop));
    writeSync(this.#log, this.#lines.join(""));
    this.#lines = [];
    collectGarbage();
    this.heap.push([this.calls, process.memoryUsage().heapUsed]);
  }

  async #call(): Promise<void> {
    const id = `call-${(this.calls += 1)}`;
    const attributes = { "user.id": `user-${Math.floor(this.#random() * USERS)}` };
    const costNanoUsd = Math.floor(this.#random() * 1_000_000);
    const bound = { costNanoUsd: 1_000_000, inputCostNanoUsd: 1, tokens: 10, inputTokens: 1, isUpperBound: true };
    const atMs = Date.now();
    const asking = performance.now();
    const verdict = await this.#guard.admit({ id, atMs, attributes, edits: [], bound: () => bound });
    this.reserved.record(Math.max(1, Math.round((performance.now() - asking) * NS_PER_MS)));
    if (verdict?.decision !== "admitted") return;
    await this.#guard.record({ id, atMs, attributes, costNanoUsd, tokens: 10 });
    this.#lines.push(`${attributes["user.id"]} ${costNanoUsd}\n`);
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 0x1_0000_0000;
  }
}

/** What the ledger must say by the log: budget and user, spent and calls. */
async function recomputed(path: string): Promise<Map<string, readonly [spent: number, calls: number]>> {
  const sums = new Map<string, readonly [spent: number, calls: number]>();
  const add = (key: string, spent: number): void => {
    const [before, calls] = sums.get(key) ?? [0, 0];
    sums.set(key, [before + spent, calls + 1]);
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const [user = "", cost] = line.split(" ");
    add(`user ${user}`, Number(cost));
    add("all ", Number(cost));
    add(`calls ${user}`, 1);
  }
  return sums;
}

/** Bytes that each call leaves behind, by the second half: what is remembered of calls for a while is full by then. */
function bytesPerCall(heap: Soak["heap"]): number {
  const late = heap.slice(Math.floor(heap.length / 2));
  const mean = (pick: (sample: readonly [number, number]) => number): number =>
    late.reduce((sum, sample) => sum + pick(sample), 0) / late.length;
  const [calls, bytes] = [mean(([count]) => count), mean(([, size]) => size)];
  const covariance = mean(([count, size]) => (count - calls) * (size - bytes));
  return covariance / mean(([count]) => (count - calls) ** 2);
}

async function soak(guard: BudgetGuard, name: string): Promise<void> {
  const path = join(folder, "calls.log");
  const run = new Soak(guard, path);
  const tookMs = await run.run();
  const expected = await recomputed(path);
  const stored = (await guard.status()).map(
    ({ budget, group, spent, calls }) => [`${budget} ${group["user.id"] ?? ""}`, [spent, calls]] as const,
  );
  const difference = stored.reduce((sum, [key, [spent]]) => sum + Math.abs(spent - (expected.get(key)?.[0] ?? 0)), 0);
  const held = (await guard.status()).reduce((sum, standing) => sum + standing.held, 0);
  const slope = bytesPerCall(run.heap);
  const p99Ms = run.reserved.percentile(99) / NS_PER_MS;
  printFigure(
    "30",
    `${name}: ${run.calls} calls, ${Math.round((run.calls / tookMs) * 1_000)} a second, held at rest ${held}, ledger minus log ${difference}, heap ${slope.toFixed(1)} bytes a call, reserve p99 ${p99Ms.toFixed(2)} ms`,
  );
  expect([run.calls, held, guard.liveCalls]).toEqual([expected.get("all ")?.[1], 0, 0]);
  expect(new Map(stored)).toEqual(expected);
  expect(slope).toBeLessThan(MAX_BYTES_PER_CALL);
}

const TIMEOUT_MS = MINUTES * 2 * MS_PER_MINUTE + 60_000;

describe("a ledger that is used for long", () => {
  it(
    "scenario 30: leaves nothing behind in memory, and has what a log of all calls adds up to: in memory",
    { timeout: TIMEOUT_MS },
    async () => {
      await soak(createBudgetGuard(BUDGETS, { store: createMemoryStore() }), "memory");
    },
  );

  it.skipIf(program === undefined)(
    "scenario 30: leaves nothing behind in memory, and has what a log of all calls adds up to: over Redis",
    { timeout: TIMEOUT_MS },
    async () => {
      const server = await startRedisServer(program ?? "");
      const client = new Redis(server.port, "127.0.0.1");
      await soak(createBudgetGuard(BUDGETS, { store: createRedisStore(client, { timeoutMs: 5_000 }) }), "Redis");
      client.disconnect();
      await server.dispose();
    },
  );
});
