// SPDX-License-Identifier: Apache-2.0
import { dirname, resolve } from "node:path";

import * as z from "zod/mini";

import type { PriceRefresh } from "./outlay-config.ts";
import { optional, setting } from "./setting.ts";

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Timers count no further than 24 days. */
const LONGEST_MS = 14 * UNIT_MS.d;
const DEFAULT_EVERY = "24h";

/** An Ed25519 key has 32 bytes. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{43}=$/;
const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Plain HTTP does not leave the machine: a sidecar may be asked by it. */
function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.has(hostname));
  return isSafe && username === "" && password === "";
}

function toMs(duration: string): number {
  return Number(duration.slice(0, -1)) * UNIT_MS[duration.slice(-1) as keyof typeof UNIT_MS];
}

/** `pricing.refresh` as a file spells it. */
export const REFRESH = z.strictObject({
  url: setting(z.string().check(z.refine(isSafeUrl)), {
    description: "Where the table is; its signature is beside it, with `.sig` at the end of the path.",
    expected: "an https URL without user and password, or http on this machine",
    examples: ["https://prices.example.com/outlay.json"],
  }),
  public_key: setting(z.string().check(z.regex(PUBLIC_KEY)), {
    description: "Ed25519 key of whoever signs the table.",
    expected: "the base64 of 32 bytes",
    examples: ["11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
  }),
  every: optional(
    z.string().check(
      z.regex(/^[1-9]\d*[mhd]$/),
      z.refine((every) => toMs(every) <= LONGEST_MS),
    ),
    {
      description: "How often to ask: minutes, hours or days.",
      expected: '"30m", "6h" or "1d", at most 14 days',
      default: DEFAULT_EVERY,
    },
  ),
  cache_file: optional(z.string().check(z.minLength(1)), {
    description: "Keeps the last good table for the next start. Relative to this configuration file.",
    expected: "the path of a file",
    examples: ["./.outlay/prices.signed"],
  }),
});

/**
 * Turns what a file says into the shape of the configuration.
 *
 * @param path - Of the file.
 * @returns `undefined` if there is nothing complete: what is missing was said when the file was checked.
 */
export function refreshFrom(value: unknown, path: string): PriceRefresh | undefined {
  const { data } = REFRESH.safeParse(value);
  if (data === undefined) return undefined;
  const { url, public_key: publicKey, every = DEFAULT_EVERY, cache_file: cacheFile } = data;
  return {
    url,
    publicKey,
    everyMs: toMs(every),
    ...(cacheFile !== undefined && { cacheFile: resolve(dirname(path), cacheFile) }),
  };
}
