// SPDX-License-Identifier: Apache-2.0
import { groupsOverflowed, thresholdsCrossed, unknownAmount } from "../event.ts";
import type { BudgetEvent, EventPlan, EventScene } from "../event.ts";
import type { BudgetPlan } from "../plan.ts";

/**
 * What is kept of a budget beside its counters, so that whoever finds an event there can tell it: short names, since it
 * is read at every crossing. Amounts are text: they pass through JSON readers with 15 digits.
 */
interface StoredPlan {
  readonly n: string;
  readonly u: BudgetPlan["unit"];
  readonly l: string;
  readonly z: string | null;
  readonly b: number;
  readonly d: readonly string[];
  readonly t: readonly (readonly [fraction: number, amount: string, label: string, channels: readonly string[]])[];
  readonly m: number;
}

/**
 * An event as stores write it down, all text: kind (`t`hreshold, `u`nknown amount, `o`verflow), plan, window key, start
 * and end (empty where there is none), group key, time, spent, unknown calls, then the places of the thresholds or the
 * model, and the trace id.
 */
export type StoredEvent = readonly [
  kind: "t" | "u" | "o",
  planId: string,
  windowKey: string,
  startMs: string,
  endMs: string,
  key: string,
  atMs: string,
  spent: string,
  unknownCalls: string,
  what: string,
  traceId: string,
];

/** Writes down what events say of a budget. */
export function storedPlan(plan: BudgetPlan): string {
  const stored: StoredPlan = {
    n: plan.name,
    u: plan.unit,
    l: String(plan.limit),
    z: plan.timezone ?? null,
    b: plan.lookbackMs,
    d: plan.dimensions.map(({ name }) => name),
    t: plan.thresholds.map(({ fraction, amount, label, channels }) => [fraction, String(amount), label, channels]),
    m: plan.maxGroups,
  };
  return JSON.stringify(stored);
}

/** Reads it back. */
export function eventPlanFrom(stored: string): EventPlan {
  const { n, u, l, z, b, d, t, m } = JSON.parse(stored) as StoredPlan;
  const thresholds = t.map(([fraction, amount, label, channels]) => {
    // Lua knows one kind of table: an empty list comes back as an empty object.
    return { fraction, amount: Number(amount), label, channels: Object.values(channels) };
  });
  return {
    name: n,
    unit: u,
    limit: Number(l),
    timezone: z ?? undefined,
    lookbackMs: b,
    dimensions: d.map((name) => ({ name, read: () => undefined })),
    thresholds,
    channels: [...new Set(thresholds.flatMap(({ channels }) => channels))],
    maxGroups: m,
  };
}

/** Tells an event that was written down; `undefined` when it is not one. */
export function eventFromStored(stored: StoredEvent, plan: EventPlan): BudgetEvent | undefined {
  const [kind, , windowKey, startMs, endMs, key, atMs, spent, unknownCalls, what, traceId] = stored;
  const scene: EventScene = {
    plan,
    counter: { key, spent: Number(spent), unknownCalls: Number(unknownCalls) },
    window: {
      key: windowKey,
      startMs: startMs === "" ? Number.NEGATIVE_INFINITY : Number(startMs),
      endMs: endMs === "" ? Number.POSITIVE_INFINITY : Number(endMs),
    },
    atMs: Number(atMs),
    traceId: traceId === "" ? undefined : traceId,
  };
  if (kind === "o") return groupsOverflowed(scene);
  if (kind === "u") return unknownAmount(scene, what === "" ? undefined : what);
  const places = new Set(what.split(",").map(Number));
  return thresholdsCrossed(
    scene,
    plan.thresholds.filter((_, index) => places.has(index)),
  );
}
