// SPDX-License-Identifier: Apache-2.0
// One process of a fleet that spends the same budgets: it asks, "calls" a provider (the parent, who bills), and settles.
import { once } from "node:events";

import type { CounterRef, LedgerStore } from "../../src/ledger/ledger-store.ts";
import { createRedisStore } from "../../src/ledger/redis/redis-store.ts";
import { createSqliteStore } from "../../src/ledger/sqlite/sqlite-store.ts";
import { planBudget } from "../../src/plan.ts";
import type { BudgetPlan } from "../../src/plan.ts";
import { connect } from "../ledger/clients.ts";
import type { CallTrace, SpenderOptions, SpenderReport } from "../ledger/fleet.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as SpenderOptions;
const LEASE_MS = options.leaseMs ?? 60_000;
const plans = options.budgets.map(planBudget);
const connected = options.port === undefined ? undefined : await connect(options.client ?? "ioredis", options.port);
const store = openStore();
const traces: CallTrace[] = [];
const problems: string[] = [];
let events = 0;
let serial = 0;
let seed = options.seed;

function openStore(): LedgerStore {
  const now = options.skewMs === undefined ? undefined : (): number => Date.now();
  if (connected !== undefined) return createRedisStore(connected.client, { timeoutMs: 5_000 });
  return createSqliteStore({ path: options.path ?? "", timeoutMs: 5_000, now });
}

/** Numbers from 0 to 1, the same for the same seed. */
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 0x1_0000_0000;
}

/** The process's own clock, which may be wrong. */
function clockMs(): number {
  return Date.now() + (options.skewMs ?? 0);
}

function countersAt(atMs: number): readonly CounterRef[] {
  return plans.map((plan: BudgetPlan): CounterRef => {
    const key = plan.dimensions.length === 0 ? "" : `group-${Math.floor(random() * 3)}`;
    return { plan, window: plan.windowAt(atMs), key };
  });
}

const waiting = new Map<string, () => void>();
process.on("message", (message: { readonly billed?: string }) => {
  if (message.billed !== undefined) waiting.get(message.billed)?.();
});

/** The provider: from here on the money is spent, whatever becomes of this process. */
function callProvider(id: string, cost: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  waiting.set(id, resolve);
  process.send?.({ bill: id, cost });
  return promise;
}

async function admit(id: string, estimate: number, counters: readonly CounterRef[]): Promise<boolean> {
  if (options.mode === "posthoc") {
    const states = await store.read(counters);
    return states.every(({ spent }, index) => spent < (counters[index]?.plan.limit ?? 0));
  }
  const holds = counters.map((counter) => {
    return {
      counter,
      amount: estimate,
      cap: counter.plan.limit,
      expiryAmount: options.onExpiry === "release" ? 0 : estimate,
    };
  });
  const outcome = await store.reserve({ id, holds, leaseMs: LEASE_MS });
  if (outcome.kind !== "outside_window") return outcome.kind === "held";
  const moved = holds.map((hold) => {
    const { plan, key } = hold.counter;
    return { ...hold, counter: { plan, key, window: plan.windowAt(outcome.storeNowMs) } };
  });
  const again = await store.reserve({ id, holds: moved, leaseMs: LEASE_MS });
  counters = moved.map(({ counter }) => counter);
  return again.kind === "held";
}

async function spendOnce(): Promise<void> {
  const id = `${process.pid}-${(serial += 1)}`;
  const estimate = 100_000 + Math.floor(random() * 900_000);
  const [least, most] = options.actualShare ?? [0.3, 1];
  const actual = Math.floor(estimate * (least + random() * (most - least)));
  const counters = countersAt(clockMs());
  const askedMs = performance.timeOrigin + performance.now();
  const isAdmitted = await admit(id, estimate, counters);
  const admittedMs = performance.timeOrigin + performance.now();
  if (!isAdmitted) return;
  await callProvider(id, actual);
  const charges = counters.map((counter) => ({
    counter,
    charge: { amount: actual, tokens: 0, calls: 1, estimated: false },
  }));
  for (let tell = random() < (options.duplicated ?? 0) ? 2 : 1; tell > 0; tell -= 1) {
    events += (await store.settle({ id, charges })).events.length;
  }
  traces.push({ estimate, actual, askedMs, admittedMs, settledMs: performance.timeOrigin + performance.now() });
}

async function spend(): Promise<void> {
  for (let call = 0; call < options.callsPerLoop; call += 1) {
    await spendOnce().catch((error: unknown) => problems.push(String(error)));
  }
}

process.send?.({ ready: true });
await once(process, "message");
await Promise.all(Array.from({ length: options.loops }, spend));
const report: SpenderReport = { traces, problems, events };
process.send?.({ report });
await connected?.close();
await store.close();
process.disconnect();
