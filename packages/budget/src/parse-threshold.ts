// SPDX-License-Identifier: Apache-2.0
import { partsPerMillionFrom } from "./amount.ts";
import type { FinalizeDefinition, ThresholdAction, ThresholdDefinition } from "./definition.ts";
import { isWholeNumber, readList, readObject } from "./fields.ts";
import type { Field, FieldReader, Report } from "./fields.ts";
import { durationMsFrom } from "./window.ts";

/** One bit each in a 32-bit integer. */
const MAX_THRESHOLDS = 31;
const LEFT_OUT = "nothing, the threshold is left out";
const ACTIONS = ["alert", "block", "reroute", "clamp", "escalate"] as const satisfies readonly ThresholdAction[];
const BASES = ["actual", "forecast"] as const;
const SHARE = 'a share of the limit above 0 and up to 1000 %, such as "80%" or 0.8';
const KEYS = ["at", "alert", "basis", "action", "route", "minOutputTokens", "finalize", "timeout"] as const;

type Fields = Partial<Record<(typeof KEYS)[number], Field>>;
type Detail = keyof ThresholdDefinition & ("route" | "minOutputTokens" | "finalize" | "timeout");

/** Keys that only one action has, and how each is read. */
const DETAILS: Readonly<Record<Detail, readonly [action: ThresholdAction, read: FieldReader<unknown>]>> = {
  route: ["reroute", readName],
  minOutputTokens: ["clamp", readMinOutputTokens],
  finalize: ["block", readFinalize],
  timeout: ["escalate", readTimeout],
};

/** Reads the thresholds of a budget; what is wrong in one leaves out that one. */
export function readThresholds(field: Field, report: Report): ThresholdDefinition[] | undefined {
  const thresholds = readList(field, readThreshold, report);
  const expected = `a list of at most ${MAX_THRESHOLDS} thresholds, each share, basis and action once`;
  if (thresholds === undefined) return report(field, expected, "one threshold at 100 %");
  const names = thresholds.map(({ at, basis = "actual", action = "alert" }) => `${at} ${basis} ${action}`);
  const kept = thresholds.filter((_, index) => names.indexOf(names[index] ?? "") === index).slice(0, MAX_THRESHOLDS);
  if (kept.length < thresholds.length) report(field, expected, `the first ${kept.length} that differ`);
  return kept;
}

function readThreshold(field: Field, report: Report): ThresholdDefinition | undefined {
  const expected = 'an object with at ("80%" or 0.8) and, optionally, alert and action';
  const fields: Fields = readObject(field, KEYS, report) ?? {};
  const { at } = fields;
  if (at === undefined) return report(field, expected, LEFT_OUT);
  const parts = partsOf(at.value);
  if (parts === undefined) return report(at, SHARE, LEFT_OUT);
  const acts = readActing(field, fields, report);
  if (acts === undefined) return undefined;
  const alert = readAlert(fields.alert, report);
  return { at: parts / 1_000_000, ...alert, ...acts, ...readDetails(fields, acts.action ?? "alert", report) };
}

/** Reads what is compared and what happens then. */
function readActing(
  field: Field,
  fields: Fields,
  report: Report,
): Pick<ThresholdDefinition, "basis" | "action"> | undefined {
  const action = readOneOf(fields.action, ACTIONS, report);
  const basis = readOneOf(fields.basis, BASES, report);
  if (action === WRONG || basis === WRONG) return undefined;
  if (action === "reroute" && fields.route === undefined) return report(field, "route beside reroute", LEFT_OUT);
  if (basis === "forecast" && (action ?? "alert") !== "alert") {
    return report(fields.basis ?? field, `actual beside action: ${action}; a forecast only alerts`, LEFT_OUT);
  }
  return { ...(basis !== undefined && { basis }), ...(action !== undefined && { action }) };
}

const WRONG = Symbol("reported");

/** Reads one of some words that may be left out. */
function readOneOf<Word extends string>(
  field: Field | undefined,
  words: readonly Word[],
  report: Report,
): Word | typeof WRONG | undefined {
  if (field === undefined) return undefined;
  const word = words.find((known) => known === field.value);
  if (word === undefined) report(field, `one of ${words.join(", ")}`, LEFT_OUT);
  return word ?? WRONG;
}

/** Reads which channels are told. */
export function readAlert(alert: Field | undefined, report: Report): Pick<ThresholdDefinition, "alert"> {
  const channels = alert === undefined ? [] : [alert.value].flat();
  if (alert === undefined || channels.length === 0) return {};
  if (channels.every((name) => typeof name === "string" && name.length > 0)) return { alert: channels as string[] };
  return report(alert, "the name of a channel, or a list of names", "no channel but those always told") ?? {};
}

function readDetails(fields: Fields, action: ThresholdAction, report: Report): Partial<ThresholdDefinition> {
  const details: Partial<Record<Detail, unknown>> = {};
  for (const key of Object.keys(DETAILS) as Detail[]) {
    const field = fields[key];
    if (field === undefined) continue;
    const [owner, read] = DETAILS[key];
    if (owner !== action) {
      report(field, `${key} only beside action: ${owner}`, "nothing, the key is ignored");
      continue;
    }
    const value = read(field, report);
    if (value !== undefined) details[key] = value;
  }
  return details as Partial<ThresholdDefinition>;
}

function readName(field: Field, report: Report): string | undefined {
  if (typeof field.value === "string" && field.value.length > 0) return field.value;
  return report(field, "the name of a route", "no route: calls are refused instead");
}

function readMinOutputTokens(field: Field, report: Report): number | undefined {
  if (isWholeNumber(field.value, 1, Number.MAX_SAFE_INTEGER)) return field.value;
  return report(field, "a whole number from 1", "256");
}

function readTimeout(field: Field, report: Report): string | undefined {
  if (typeof field.value === "string" && durationMsFrom(field.value) !== undefined) return field.value;
  return report(field, 'minutes, hours or days such as "15m"', "no waiting: the call is refused and can be resumed");
}

function readFinalize(field: Field, report: Report): FinalizeDefinition | undefined {
  const { reserve, calls } = readObject(field, ["reserve", "calls"], report) ?? {};
  const parts = reserve === undefined ? undefined : partsOf(reserve.value);
  if (parts === undefined || parts >= 1_000_000) {
    return report(reserve ?? field, 'reserve, a share of the limit below 100 %, such as "5%"', "no reserve");
  }
  if (calls === undefined) return { reserve: parts / 1_000_000 };
  if (isWholeNumber(calls.value, 1, 1_000)) return { reserve: parts / 1_000_000, calls: calls.value };
  return report(calls, "a whole number from 1 to 1000", "1") ?? { reserve: parts / 1_000_000 };
}

/** Reads a share of the limit as parts per million. */
export function partsOf(value: unknown): number | undefined {
  return typeof value === "number" || typeof value === "string" ? partsPerMillionFrom(value) : undefined;
}
