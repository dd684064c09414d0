// SPDX-License-Identifier: Apache-2.0
import type { AlertData, AlertEvent, BreakerAlertData, BudgetAlertEvent, OutcomeAlertData } from "./event.ts";

/** Longest value of a group shown in a line, in characters. */
const MAX_SHOWN_LENGTH = 64;
/** Control characters and those that change the direction of text: a user's id must not rewrite a terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const SENTENCES: Readonly<Record<BudgetAlertEvent["type"], (data: AlertData) => string>> = {
  "budget.threshold_crossed": (data) => `reached ${percent(data.threshold)}: ${spentOfLimit(data)}`,
  "budget.exhausted": (data) => `exhausted: ${spentOfLimit(data)}`,
  "budget.forecast_exceeded": (data) =>
    `is projected to reach ${percent(data.threshold)} on ${dayOf(data)}: ${spentOfLimit(data)}, ${amount(data, data.projected ?? data.spent)} by the end at this pace`,
  "budget.burn_rate_high": (data) => `burns fast: ${burnText(data)}; ${spentOfLimit(data)}`,
  "budget.granted": (data) => `was granted ${grantText(data)}: ${spentOfLimit(data)}`,
  "budget.adjusted": (data) =>
    `was corrected by ${correctionText(data)}${noteText(data.adjusted)}: ${spentOfLimit(data)}`,
  "budget.approval_requested": (data) => `waits for somebody to grant more: ${approvalText(data)}`,
  "budget.unpriced_model": (data) =>
    `does not know the price of ${shown(data.model ?? "a model")}: its calls are not in the ${amount(data, data.spent)} spent`,
  "budget.usage_missing": (data) =>
    `got no usage from ${shown(data.model ?? "a model")}: its calls are not in the ${amount(data, data.spent)} spent`,
  "budget.groups_overflowed": (data) => `has more than ${data.max_groups} groups: the others share one`,
};

const STORE_SENTENCES: Readonly<Record<string, string>> = {
  "budget.store_degraded": "the store of the budgets does not answer; calls meanwhile: ",
  "budget.store_data_loss": "the store of the budgets has lost what was spent; calls until somebody sees to it: ",
};

/** Says an alert in one printable line, for people: `budget team-day (team.id=a) reached 80%: $82.13 of $100.00 …`. */
export function summaryOf(event: AlertEvent): string {
  const resolved = event.state === "resolved" ? "resolved: " : "";
  if (event.type === "breaker.tripped") return `${resolved}${breakerSentence(event.data)}`;
  if (event.type === "outcome.success_too_dear") return `${resolved}${outcomeSentence(event.data)}`;
  if ("store" in event.data) return `${resolved}${STORE_SENTENCES[event.type]}${event.data.policy}`;
  const { type, data, digest } = event as BudgetAlertEvent;
  const others = digest === undefined ? "" : `; ${digest.count} other groups too: ${digest.groups.join("; ")}`;
  return `${resolved}budget ${shown(data.budget)}${groupIn(data)} ${SENTENCES[type](data)}${periodIn(data)}${others}`;
}

function breakerSentence({ breaker, rule, scope, limit, observed, action, tools }: BreakerAlertData): string {
  const what = tools === undefined ? `${rule} at ${observed}, ${limit} allowed` : loopText(tools, observed);
  const does = action === "block" ? "stopped" : "would stop";
  return `breaker ${shown(breaker)} ${does} ${shown(scope)}: ${what}`;
}

function outcomeSentence(data: OutcomeAlertData): string {
  const { outcome, group, usd_per_success: usd, limit_usd: limit, outcomes, successes, unlabelled_share: share } = data;
  const where = groupText(group) === "" ? "" : ` (${groupText(group)})`;
  const cost = usd === undefined ? "has no success yet" : `costs ${dollars(usd)} per success`;
  const unlabelled = share === 0 ? "" : `, ${percent(Math.round(share * 100) / 100)} unlabelled`;
  return `outcome ${shown(outcome)}${where} ${cost}, ${dollars(limit)} allowed: ${successes} of ${outcomes} succeeded${unlabelled}`;
}

function loopText(tools: readonly string[], rounds: number): string {
  return `${tools.map(shown).join(" → ")} came ${rounds} times to nothing new`;
}

/** Names what an alert is about: a budget, a breaker or an outcome. */
export function subjectOf({ data }: AlertEvent): string {
  if ("breaker" in data) return data.breaker;
  if ("store" in data) return `store of ${data.store}`;
  return "outcome" in data ? data.outcome : data.budget;
}

/** Names a group in one line: `team.id=a, feature=f`; empty for a budget without groups. */
export function groupText(group: Readonly<Record<string, string>>): string {
  const parts = Object.entries(group).map(([name, value]) => `${shown(name)}=${shown(value)}`);
  return parts.join(", ");
}

function groupIn({ group }: AlertData): string {
  const text = groupText(group);
  return text === "" ? "" : ` (${text})`;
}

function shown(text: string): string {
  const printable = text.replaceAll(UNPRINTABLE, "\uFFFD");
  return printable.length > MAX_SHOWN_LENGTH ? `${printable.slice(0, MAX_SHOWN_LENGTH)}…` : printable;
}

function spentOfLimit(data: AlertData): string {
  return `${amount(data, data.spent)} of ${amount(data, data.limit)} spent`;
}

function amount({ unit }: AlertData, decimal: string): string {
  if (unit !== "usd") return `${Number(decimal).toLocaleString("en-US")} ${unit}`;
  return dollars(Number(decimal));
}

function dollars(usd: number): string {
  // Cents say nothing about an amount below a dollar.
  return `$${usd > 0 && usd < 1 ? Number(usd.toPrecision(3)) : usd.toFixed(2)}`;
}

function percent(fraction = 0): string {
  return `${Number((fraction * 100).toFixed(4))}%`;
}

function grantText(data: AlertData): string {
  const { amount: more = "0", lifted = [] } = data.granted ?? {};
  const under = lifted.length === 0 ? "" : ` and is below ${lifted.map(percent).join(", ")} again`;
  return `${amount(data, more)} more${noteText(data.granted)}${under}`;
}

function correctionText(data: AlertData): string {
  const { amount: by = "0" } = data.adjusted ?? {};
  return by.startsWith("-") ? `-${amount(data, by.slice(1))}` : amount(data, by);
}

function noteText({ by, reason }: { readonly by?: string; readonly reason?: string } = {}): string {
  const why = reason === undefined ? "" : ` (${shown(reason)})`;
  return by === undefined ? why : ` by ${shown(by)}${why}`;
}

function approvalText(data: AlertData): string {
  const { requested = "0", held = "0" } = data.approval ?? {};
  return `${spentOfLimit(data)}, ${amount(data, held)} held, up to ${amount(data, requested)} asked for`;
}

function dayOf({ reached_at: at, window }: AlertData): string {
  return at === undefined ? "time" : localTime(at, window.timezone ?? "UTC");
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

function burnText(data: AlertData): string {
  const { burn } = data;
  if (burn === undefined) return "a rule's share";
  const { consume, spent, within_seconds: seconds } = burn;
  const time = seconds % HOUR_SECONDS === 0 ? `${seconds / HOUR_SECONDS}h` : `${seconds / MINUTE_SECONDS}m`;
  return `${amount(data, spent)} within ${time}, more than ${percent(consume)} of the limit`;
}

function periodIn({ window }: AlertData): string {
  const { start, end, timezone } = window;
  if (end !== undefined && timezone !== undefined) return `, until ${localTime(end, timezone)} ${timezone}`;
  return start === undefined ? "" : `, since ${localTime(start, "UTC")} UTC`;
}

function localTime(instant: string, timezone: string): string {
  // The Swedish form of a date is the international one.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
  return format.format(new Date(instant));
}
