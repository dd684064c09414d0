// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { DEFAULT_CONFIG } from "./outlay-config.ts";
import type { EnforcementConfig } from "./outlay-config.ts";
import { optional, setting } from "./setting.ts";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DEFAULTS = DEFAULT_CONFIG.enforcement;
const MODEL = z.string().check(z.minLength(1), z.maxLength(256));

function toMs(duration: string): number {
  return Number(duration.slice(0, -1)) * UNIT_MS[duration.slice(-1) as keyof typeof UNIT_MS];
}

/** `pricing.unpriced` as a file spells it. */
export const UNPRICED = z.union([
  z.enum(["block", "count"]),
  z.strictObject({
    assume: setting(
      z.strictObject({
        usd_per_mtok: setting(z.number().check(z.gt(0)), {
          description: "US dollars for a million tokens, input and output alike.",
          expected: "a number above 0",
          examples: [15],
        }),
      }),
      { description: "A price in place of the one that is not known.", expected: "a map with usd_per_mtok" },
    ),
  }),
]);

/** Sections of the file that only matter where budgets act. */
export const ENFORCEMENT_SECTIONS = {
  routes: optional(
    z.record(
      setting(z.string().check(z.minLength(1)), {
        description: "Name that thresholds use.",
        expected: "a name",
      }),
      setting(z.record(z.string(), MODEL), {
        description: "Models, with * for any run of characters, and what is asked in their place.",
        expected: "a map of models",
        examples: [{ "claude-opus-*": "claude-haiku-4-5" }],
      }),
    ),
    { description: "Cheaper models of the same provider, for thresholds that reroute.", expected: "a map of routes" },
  ),
  estimate: optional(
    z.strictObject({
      default_output_tokens: optional(z.int().check(z.gte(1), z.lte(10_000_000)), {
        description: "Output tokens of a request that sends no cap.",
        expected: "a whole number from 1",
        default: DEFAULTS.defaultOutputTokens,
      }),
    }),
    { description: "What a call is taken to cost before it is sent.", expected: "a map" },
  ),
  lease: optional(
    z.strictObject({
      ttl: optional(z.string().check(z.regex(/^[1-9]\d{0,3}[smh]$/)), {
        description:
          "How long nothing is heard of a call before what it holds is taken for lost; without a store longer than the longest call.",
        expected: '"90s", "10m" or "1h"',
        default: "10m",
      }),
      heartbeat: optional(z.string().check(z.regex(/^(?:off|[1-9]\d{0,3}[smh])$/)), {
        description:
          "Time between two signs of life of running calls, where processes share a store: a third of ttl, or less by this.",
        expected: '"30s", "2m" or off',
      }),
      max_age: optional(z.string().check(z.regex(/^[1-9]\d{0,3}[smh]$/)), {
        description: "Age at which a lease ends in spite of signs of life; longer than the longest call.",
        expected: '"90m" or "24h"',
        default: "24h",
      }),
      on_expiry: optional(z.enum(["charge_estimate", "charge_input", "release"]), {
        description: "What is charged of a call that nobody settled.",
        expected: "charge_estimate, charge_input or release",
        default: DEFAULTS.onExpiry,
      }),
    }),
    { description: "How long running calls hold their part of a budget.", expected: "a map" },
  ),
} as const;

const SECTION = z.object({
  ...ENFORCEMENT_SECTIONS,
  pricing: z.optional(z.object({ unpriced: z.optional(UNPRICED) })),
});

/**
 * Turns what a file says into the shape of the configuration.
 *
 * @param file - The whole file, after everything that is wrong was taken out.
 */
export function enforcementFrom(file: unknown): Partial<EnforcementConfig> {
  const { data = {} } = SECTION.safeParse(file);
  const unpriced = data.pricing?.unpriced;
  return {
    ...(data.routes !== undefined && { routes: data.routes }),
    ...(data.estimate?.default_output_tokens !== undefined && {
      defaultOutputTokens: data.estimate.default_output_tokens,
    }),
    ...leaseFrom(data.lease),
    ...(unpriced !== undefined && {
      unpriced: typeof unpriced === "string" ? unpriced : { assumeUsdPerMillionTokens: unpriced.assume.usd_per_mtok },
    }),
  };
}

function leaseFrom(lease: z.infer<typeof SECTION>["lease"]): Partial<EnforcementConfig> {
  const { ttl, heartbeat, max_age: maxAge, on_expiry: onExpiry } = lease ?? {};
  return {
    ...(ttl !== undefined && { leaseMs: toMs(ttl) }),
    ...(heartbeat !== undefined && { heartbeatMs: heartbeat === "off" ? 0 : toMs(heartbeat) }),
    ...(maxAge !== undefined && { maxLeaseAgeMs: toMs(maxAge) }),
    ...(onExpiry !== undefined && { onExpiry }),
  };
}
