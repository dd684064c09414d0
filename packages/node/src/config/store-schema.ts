// SPDX-License-Identifier: Apache-2.0
import { dirname, resolve } from "node:path";

import * as z from "zod/mini";

import type { StoreConfig } from "./outlay-config.ts";
import { optional, setting } from "./setting.ts";

const UNIT_MS = { ms: 1, s: 1_000 } as const;
const DURATION = /^([1-9]\d{0,4})(ms|s)$/;
const LONGEST_MS = 60_000;
const DEFAULT_TIMEOUT = "150ms";

/** Share of what was left that one process may spend by itself: ten of them spend all of it. */
const DEFAULT_LOCAL_SHARE = 0.1;

function toMs(duration: string): number {
  const [, amount, unit] = DURATION.exec(duration) ?? [];
  return Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function isRedisUrl(url: string): boolean {
  return URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol) && new URL(url).hostname !== "";
}

/** What holds wherever the store is. */
const COMMON = {
  timeout: optional(
    z.string().check(
      z.regex(DURATION),
      z.refine((duration) => toMs(duration) <= LONGEST_MS),
    ),
    {
      description: "Longest that a call waits for the store before it is sent.",
      expected: '"150ms" or "2s", at most a minute',
      default: DEFAULT_TIMEOUT,
    },
  ),
  on_store_failure: optional(z.enum(["allow", "block", "local"]), {
    description:
      "Calls while the store does not answer: local lets this process spend its share of what was left. What is spent is kept and counted later.",
    expected: "allow, block or local",
    default: "allow",
  }),
  local_share: optional(z.number().check(z.gt(0), z.lte(1)), {
    description: "Share of what was left that one process may spend by itself, where on_store_failure is local.",
    expected: "a number above 0, up to 1",
    default: DEFAULT_LOCAL_SHARE,
  }),
  on_data_loss: optional(z.enum(["allow", "block"]), {
    description: "Calls after the store has lost what was spent: allow counts from nothing, block waits for a restart.",
    expected: "allow or block",
    default: "block",
  }),
} as const;

const SQLITE = z.strictObject({
  sqlite: setting(z.string().check(z.minLength(1)), {
    description: "A file that the processes of one host share. Relative to this configuration file.",
    expected: "the path of a file",
    examples: ["./budgets.db"],
  }),
  ...COMMON,
});

const REDIS = z.strictObject({
  redis: setting(z.string().check(z.refine(isRedisUrl)), {
    description: "Redis 6.2 or later, or Valkey, by your own ioredis, iovalkey or redis; keep it in the environment.",
    expected: "a redis or rediss URL",
    examples: ["${REDIS_URL}"],
    secret: true,
  }),
  prefix: optional(z.string().check(z.regex(/\{[^{}]+\}/), z.maxLength(100)), {
    description: "Begins every key; the part in braces keeps them together in a cluster.",
    expected: "text with a part in braces",
    default: "{outlay-budget}",
  }),
  ...COMMON,
});

/** `store` as a file spells it. */
export const STORE = optional(z.union([SQLITE, REDIS]), {
  description: "Where budgets are counted, when several processes share them; otherwise each process has its own.",
  expected: "a map with sqlite or redis",
});

/**
 * Turns what a file says into the shape of the configuration.
 *
 * @param path - Of the file.
 */
export function storeFrom(value: unknown, path: string): StoreConfig | undefined {
  const { data } = STORE.safeParse(value);
  if (data === undefined) return undefined;
  const place: StoreConfig["place"] =
    "sqlite" in data
      ? { type: "sqlite", path: resolve(dirname(path), data.sqlite) }
      : { type: "redis", url: data.redis, ...(data.prefix !== undefined && { prefix: data.prefix }) };
  return {
    place,
    timeoutMs: toMs(data.timeout ?? DEFAULT_TIMEOUT),
    onStoreFailure: data.on_store_failure ?? "allow",
    localShare: data.local_share ?? DEFAULT_LOCAL_SHARE,
    onDataLoss: data.on_data_loss ?? "block",
  };
}
