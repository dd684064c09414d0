// SPDX-License-Identifier: Apache-2.0
import { groupsOverflowed, thresholdsCrossed, unknownAmount } from "../event.ts";
import type { BudgetEvent, EventPlan, EventScene } from "../event.ts";
import { adjustedBy, grantedMore, keptNote } from "../grant-event.ts";
import type { GrantNote } from "../grant-event.ts";
import { burnRateHigh, forecastExceeded } from "../pace.ts";
import { channelsOf } from "../plan.ts";
import type { BudgetPlan, PlannedThreshold } from "../plan.ts";

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
  /** Forecasts, written like thresholds; absent in what earlier versions wrote. */
  readonly f?: StoredPlan["t"];
  /** Paces: share, time, amount, length of a piece, label, channels. */
  readonly r?: readonly (readonly [
    consume: number,
    withinMs: number,
    amount: string,
    tileMs: number,
    label: string,
    channels: readonly string[],
  ])[];
}

/**
 * An event as stores write it down, all text: kind (`t`hreshold, `f`orecast, `b`urn rate, `g`rant, `a`djustment, `u`nknown amount, `o`verflow),
 * plan, window key, start and end (empty where there is none), group key, time, spent, unknown calls, then the places of
 * the thresholds, the place of the pace and what was spent at it, the amount,
 * sum, id and note of grants, amount, id and note of adjustments, or the model, and the trace id.
 */
export type StoredEvent = readonly [
  kind: "t" | "f" | "b" | "g" | "a" | "u" | "o",
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
    t: plan.thresholds.map(storedThreshold),
    m: plan.maxGroups,
    ...(plan.forecasts.length > 0 && { f: plan.forecasts.map(storedThreshold) }),
    ...(plan.burns.length > 0 && {
      r: plan.burns.map(
        ({ consume, withinMs, amount, tileMs, label, channels }) =>
          [consume, withinMs, String(amount), tileMs, label, channels] as const,
      ),
    }),
  };
  return JSON.stringify(stored);
}

function storedThreshold({ fraction, amount, label, channels }: PlannedThreshold): StoredPlan["t"][number] {
  return [fraction, String(amount), label, channels];
}

function plannedFrom(stored: StoredPlan["t"]): PlannedThreshold[] {
  return stored.map(([fraction, amount, label, channels]) => {
    // Lua knows one kind of table: an empty list comes back as an empty object.
    return { fraction, amount: Number(amount), label, channels: Object.values(channels) };
  });
}

/** Reads it back. */
export function eventPlanFrom(stored: string): EventPlan {
  const { n, u, l, z, b, d, t, m, f = [], r = [] } = JSON.parse(stored) as StoredPlan;
  const thresholds = plannedFrom(t);
  const forecasts = plannedFrom(f);
  const burns = r.map(([consume, withinMs, amount, tileMs, label, channels]) => {
    return { consume, withinMs, amount: Number(amount), tileMs, label, channels: Object.values(channels) };
  });
  return {
    name: n,
    unit: u,
    limit: Number(l),
    timezone: z ?? undefined,
    lookbackMs: b,
    dimensions: d.map((name) => ({ name, read: () => undefined })),
    thresholds,
    forecasts,
    burns,
    channels: channelsOf(thresholds, forecasts, burns),
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
  return TELLERS[kind]?.(scene, what);
}

/** Between a grant and its note; what no id has. */
const NOTE_MARK = "\u001F";

/** Writes down who granted or corrected and why, behind what is written of that. */
export function storedNote(note?: GrantNote): string {
  const kept = keptNote(note);
  return Object.keys(kept).length === 0 ? "" : `${NOTE_MARK}${JSON.stringify(kept)}`;
}

type Teller = (scene: EventScene, what: string) => BudgetEvent | undefined;

/** How each kind is told; a kind of a later version is told by that. */
const TELLERS: Readonly<Partial<Record<string, Teller>>> = {
  t: (scene, what) => thresholdsCrossed(scene, atPlaces(scene.plan.thresholds, what)),
  f: (scene, what) => forecastExceeded(scene, atPlaces(scene.plan.forecasts, what)),
  b: (scene, what) => {
    const [place = 0, consumed = 0] = what.split(":").map(Number);
    const rule = scene.plan.burns[place];
    return rule && burnRateHigh(scene, rule, consumed);
  },
  a: (scene, what) => {
    const [told, note] = withoutNote(what);
    const [, amount, id = ""] = /^(-?\d+):(.*)$/s.exec(told) ?? [];
    return adjustedBy(scene, { id, amount: Number(amount), note });
  },
  g: (scene, what) => {
    const [told, note] = withoutNote(what);
    const [, amount, granted, id = ""] = /^(-?\d+):(-?\d+):(.*)$/s.exec(told) ?? [];
    return grantedMore(scene, { id, amount: Number(amount), granted: Number(granted), note });
  },
  u: (scene, what) => unknownAmount(scene, what === "" ? undefined : what),
  o: (scene) => groupsOverflowed(scene),
};

function withoutNote(what: string): readonly [told: string, note: GrantNote | undefined] {
  const [told = "", json] = what.split(NOTE_MARK);
  return [told, json === undefined ? undefined : (JSON.parse(json) as GrantNote)];
}

function atPlaces(shares: readonly PlannedThreshold[], what: string): PlannedThreshold[] {
  const places = new Set(what.split(",").map(Number));
  return shares.filter((_, index) => places.has(index));
}
