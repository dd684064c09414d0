// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { ALERT, MATCH, NAME } from "./budget-schema.ts";
import { optional, setting } from "./setting.ts";

const COUNT = z.int().check(z.gte(0), z.lte(1_000_000));
const DURATION = z.string().check(z.regex(/^[1-9]\d{0,5}[mhd]$/));
const ROUNDS = z.int().check(z.gte(2));

function count(description: string): z.ZodMiniOptional<typeof COUNT> {
  return optional(COUNT, { description, expected: "a whole number" });
}

function rounds(description: string, fallback: number): z.ZodMiniOptional<typeof ROUNDS> {
  return optional(ROUNDS, { description, expected: "a whole number of rounds from 2", default: fallback });
}

const TOOL_KEY = setting(z.array(z.string()), {
  description: "Arguments that tell one call from another.",
  expected: "a list of names",
});

const REPEAT = z.strictObject({
  same_call: optional(
    z.strictObject({
      observe: rounds("It tells.", 2),
      block: rounds("It refuses.", 3),
      stop: rounds("It refuses all.", 6),
    }),
    {
      description: "Rounds without anything new after which it tells, refuses the call, or refuses all until approved.",
      expected: "a map with observe, block and stop",
      default: { observe: 2, block: 3, stop: 6 },
    },
  ),
  result_aware: optional(z.boolean(), {
    description: "Whether the same call is the same only with the same result.",
    expected: "true or false",
    default: true,
  }),
  ignore_args: optional(z.array(z.string()), {
    description: "Arguments that say nothing, at any depth.",
    expected: "a list of names",
    examples: [["timestamp", "request_id"]],
  }),
  tools: optional(z.record(z.string(), z.union([z.literal(false), z.strictObject({ key: TOOL_KEY })])), {
    description: "By tool: false never counts; key names the arguments that do.",
    expected: "a map of tool names",
    examples: [{ poll_job: false, search: { key: ["query"] } }],
  }),
});

const COST_RATE = z.strictObject({
  times: setting(z.number().check(z.gt(1)), { description: "Times the baseline.", expected: "a number above 1" }),
  min_usd: setting(z.number().check(z.gt(0)), { description: "Below it nothing trips.", expected: "USD above 0" }),
  within: optional(DURATION, { description: "Measured over.", expected: '"5m"', default: "5m" }),
  baseline: optional(DURATION, { description: "Compared with the time before.", expected: '"1h"', default: "1h" }),
});

const ON_TRIP = z.strictObject({
  action: optional(z.enum(["block", "alert"]), {
    description: "Whether calls are refused, or only told of.",
    expected: "block or alert",
    default: "block",
  }),
  alert: ALERT,
});

/**
 * What `breakers` looks like, for editors and for the names of keys.
 *
 * What is wrong in a breaker is for the budget package to say: it knows when a breaker can do without a key.
 */
export const BREAKERS: z.ZodMiniType = setting(
  z.array(
    setting(
      z.strictObject({
        name: setting(NAME, { description: "Unique; appears in alerts and errors.", expected: "a name" }),
        match: MATCH,
        scope: optional(z.enum(["trace", "session", "run"]), {
          description: "What is counted together, sub-agents included.",
          expected: "trace, session or run",
          default: "trace",
        }),
        max_model_calls: count("Model calls."),
        max_tool_calls: count("Tool calls that the model asked for."),
        max_retries: count("Failed calls and resent requests in a row."),
        max_elapsed: optional(DURATION, { description: "Since the first call.", expected: '"20m"', examples: ["20m"] }),
        max_depth: count("Agents inside agents."),
        cost_rate: optional(COST_RATE, { description: "When spending is not what it was.", expected: "a map" }),
        repeat: optional(REPEAT, { description: "When doing the same again is a loop.", expected: "a map" }),
        on_trip: optional(ON_TRIP, { description: "What happens then.", expected: "a map with action and alert" }),
      }),
      { description: "One breaker.", expected: "a map with name and rules" },
    ),
  ),
  { description: "Rules that stop agents which do not get on.", expected: "a list of breakers" },
);
