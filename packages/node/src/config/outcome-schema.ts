// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { ALERT, CALENDAR_WINDOWS, GROUP_BY, MATCH, NAME } from "./budget-schema.ts";
import { optional, setting } from "./setting.ts";

/**
 * What `outcomes` looks like, for editors and for the names of keys; what is wrong in one is for the budget package to say.
 */
export const OUTCOMES: z.ZodMiniType = setting(
  z.array(
    setting(
      z.strictObject({
        name: setting(NAME, { description: "Unique; appears in alerts and metrics.", expected: "a name" }),
        match: MATCH,
        group_by: GROUP_BY,
        per: optional(z.enum(["trace", "session", "run"]), {
          description: "What has an outcome.",
          expected: "trace, session or run",
          default: "trace",
        }),
        window: optional(z.union([z.literal("lifetime"), ...CALENDAR_WINDOWS]), {
          description: "By when it began.",
          expected: '"lifetime" or a calendar window',
          default: "lifetime",
        }),
        alert_above: optional(
          z.strictObject({
            usd_per_success: setting(z.number().check(z.gt(0)), {
              description: "What a success may cost, failures included.",
              expected: "USD above 0",
              examples: [0.4],
            }),
            min_outcomes: optional(z.int().check(z.gte(1)), {
              description: "With fewer the ratio says little.",
              expected: "a whole number from 1",
              default: 30,
            }),
            alert: ALERT,
          }),
          { description: "When a success is too dear.", expected: "a map with usd_per_success" },
        ),
      }),
      { description: "One kind of outcome.", expected: "a map with name" },
    ),
  ),
  {
    description: "What work achieves, told by `recordOutcome`: shows what a success costs.",
    expected: "a list of outcomes",
  },
);
