// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { optional, setting } from "./setting.ts";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const QUARTER_STARTS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;

const ZONE = {
  description: "IANA time zone whose midnight ends the window.",
  expected: "an IANA time zone",
  default: "UTC",
  examples: ["Europe/Berlin"],
};
const STARTS_ON = { description: "First weekday, day of the month or month of the year.", expected: "a start" };

function calendarWindow<Every extends string, Start extends z.ZodMiniType>(
  every: Every,
  startsOn: Start,
): z.ZodMiniObject<{
  every: z.ZodMiniLiteral<Every>;
  timezone: z.ZodMiniOptional<z.ZodMiniString>;
  starts_on: z.ZodMiniOptional<Start>;
}> {
  return z.strictObject({
    every: setting(z.literal(every), { description: "Length on the calendar.", expected: every }),
    timezone: optional(z.string(), ZONE),
    starts_on: optional(startsOn, STARTS_ON),
  });
}

/** Windows with a start and an end on the calendar. */
export const CALENDAR_WINDOWS = [
  z.strictObject({
    every: setting(z.literal("day"), { description: "Length on the calendar.", expected: "day" }),
    timezone: optional(z.string(), ZONE),
  }),
  calendarWindow("week", z.enum(WEEKDAYS)),
  calendarWindow("month", z.int().check(z.gte(1), z.lte(28))),
  calendarWindow("quarter", z.enum(QUARTER_STARTS)),
] as const;

const WINDOW = z.union([
  z.literal("lifetime"),
  ...CALENDAR_WINDOWS,
  z.strictObject({
    rolling: setting(z.string().check(z.regex(/^[1-9]\d*[mhd]$/)), {
      description: "The last stretch of time: minutes, hours or days, at most 366 days.",
      expected: '"90m", "24h" or "7d"',
      examples: ["24h"],
    }),
  }),
  z.strictObject({
    per: setting(z.enum(["trace", "session", "run", "call"]), {
      description: "As long as one trace, session, agent run or call lasts.",
      expected: "trace, session, run or call",
    }),
  }),
]);

const COUNT = z.int().check(z.gte(0));
const LIMIT = z.union([
  z.strictObject({
    usd: setting(
      z.union([z.number().check(z.gte(0), z.lte(9_007_199)), z.string().check(z.regex(/^\d{1,7}(?:\.\d{1,9})?$/))]),
      { description: "US dollars; quote the number to keep every decimal.", expected: "USD", examples: [100, "0.50"] },
    ),
  }),
  z.strictObject({ tokens: setting(COUNT, { description: "Input and output tokens.", expected: "a count" }) }),
  z.strictObject({ calls: setting(COUNT, { description: "Calls.", expected: "a count" }) }),
]);

const MATCH_VALUE = z.union([z.string(), z.number(), z.boolean()]);
/** Of a budget or a breaker. */
export const NAME = z.string().check(z.minLength(1), z.maxLength(128));

/** Which channels are told. */
export const ALERT = optional(z.union([z.string().check(z.minLength(1)), z.array(z.string().check(z.minLength(1)))]), {
  description: "Channels to tell; the log event and the metric need none.",
  expected: "the name of a channel, or a list of names",
});

/** Which calls a budget counts, or a breaker watches. */
export const MATCH = optional(
  z.record(z.string(), z.union([MATCH_VALUE, z.array(MATCH_VALUE).check(z.minLength(1))])),
  {
    description: "Which calls: each attribute has one of its values; * is any run of characters.",
    expected: "a map of attribute names and values",
    examples: [{ "deployment.environment.name": "production" }],
  },
);

/** What counters are kept for. */
export const GROUP_BY = optional(z.union([NAME, z.array(NAME).check(z.maxLength(8))]), {
  description: "One counter for each combination of these attributes' values; at most eight.",
  expected: "a list of attribute names",
  examples: [["team.id"]],
});

const OVERRIDE = z.strictObject({
  match: setting(z.record(z.string(), z.union([MATCH_VALUE, z.array(MATCH_VALUE).check(z.minLength(1))])), {
    description: "Which groups: attributes of group_by, each with one of its values; * is any run of characters.",
    expected: "a map of attribute names and values",
    examples: [{ "team.id": "research" }],
  }),
  limit: setting(LIMIT, { description: "In the unit of the budget's own limit.", expected: "a limit" }),
});

const THRESHOLD = z.strictObject({
  at: setting(
    z.union([z.string().check(z.regex(/^\d{1,4}(?:\.\d{1,4})?\s*%$/)), z.number().check(z.gt(0), z.lte(10))]),
    { description: "Share of the limit.", expected: '"80%" or 0.8', examples: ["80%"] },
  ),
  alert: ALERT,
  basis: optional(z.enum(["actual", "forecast"]), {
    description: "What is compared: what was spent, or what a window of the calendar will have cost by its end.",
    expected: "actual or forecast",
    default: "actual",
  }),
  action: optional(z.enum(["alert", "block", "reroute", "clamp", "escalate"]), {
    description: "What becomes of a call that would pass it, in mode enforce.",
    expected: "alert, block, reroute, clamp or escalate",
    default: "alert",
  }),
  route: optional(z.string(), { description: "Of reroute: which route to take.", expected: "the name of a route" }),
  min_output_tokens: optional(z.int().check(z.gte(1)), {
    description: "Of clamp: with fewer the call is refused instead.",
    expected: "a whole number from 1",
    default: 256,
  }),
  finalize: optional(
    z.strictObject({
      reserve: setting(z.union([z.string(), z.number()]), {
        description: "Share of the limit that ordinary calls cannot use.",
        expected: '"5%"',
        examples: ["5%"],
      }),
      calls: optional(z.int().check(z.gte(1), z.lte(1_000)), {
        description: "Calls that may use it after the first refusal.",
        expected: "a whole number from 1",
        default: 1,
      }),
    }),
    { description: "Of block: a part of the limit for bringing a run to its end.", expected: "a map with reserve" },
  ),
  timeout: optional(z.string().check(z.regex(/^[1-9]\d{0,5}[mhd]$/)), {
    description: "Of escalate: how long a call waits for an answer.",
    expected: '"15m"',
    examples: ["15m"],
  }),
});

const BURN = z.strictObject({
  consume: setting(
    z.union([z.string().check(z.regex(/^\d{1,3}(?:\.\d{1,4})?\s*%$/)), z.number().check(z.gt(0), z.lte(1))]),
    { description: "Share of the limit.", expected: '"5%" or 0.05', examples: ["5%"] },
  ),
  within: setting(z.string().check(z.regex(/^[1-9]\d{0,5}[mhd]$/)), {
    description: "In how short a time; no longer than the window.",
    expected: '"1h"',
    examples: ["1h"],
  }),
  alert: ALERT,
});

/**
 * What `budgets` looks like, for editors and for the names of keys.
 *
 * What is wrong in a budget is for the budget package to say: it knows when a budget can do without a key.
 */
export const BUDGETS: z.ZodMiniType = setting(
  z.array(
    setting(
      z.strictObject({
        name: setting(NAME, { description: "Unique; appears in alerts.", expected: "a name" }),
        match: MATCH,
        counts: optional(z.enum(["cache_breaks", "loops", "retries", "resent_context"]), {
          description: "Counts what was found of this kind instead of calls, at what it cost; thresholds only alert.",
          expected: "cache_breaks, loops, retries or resent_context",
        }),
        group_by: GROUP_BY,
        require: optional(z.boolean(), {
          description: "Refuses calls without one of these attributes, in mode enforce.",
          expected: "true or false",
          default: false,
        }),
        limit: setting(LIMIT, { description: "Exactly one of usd, tokens, calls.", expected: "a limit" }),
        overrides: optional(z.array(OVERRIDE).check(z.maxLength(256)), {
          description: "Other limits for some of the groups; the first that fits holds, thresholds are shares of it.",
          expected: "a list of maps with match and limit",
          examples: [[{ match: { "team.id": "research" }, limit: { usd: 400 } }]],
        }),
        window: setting(WINDOW, { description: "Over what time calls are added up.", expected: "a window" }),
        thresholds: optional(z.array(THRESHOLD).check(z.maxLength(31)), {
          description: "Shares of the limit worth an alert; one at 100 % unless given.",
          expected: "a list of thresholds",
        }),
        burn: optional(z.array(BURN).check(z.maxLength(8)), {
          description: "Paces worth an alert; not for windows per trace, session, run or call.",
          expected: "a list of rules with consume and within",
        }),
        max_groups: optional(z.int().check(z.gte(1), z.lte(10_000_000)), {
          description: "Counters kept for one window; further groups share the group (other).",
          expected: "a whole number",
          default: 100_000,
        }),
      }),
      { description: "One budget.", expected: "a map with name, limit and window" },
    ),
  ),
  { description: "Limits on what calls may cost, in USD, tokens or calls.", expected: "a list of budgets" },
);
