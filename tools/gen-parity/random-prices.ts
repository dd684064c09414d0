// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "../../packages/core/src/index.ts";

import { compiledTable } from "../../packages/pricing/src/compiled-table.ts";
import type { PriceQuery } from "../../packages/pricing/src/index.ts";
import { PROVIDER_ALIASES } from "../../packages/pricing/src/provider-name.ts";
import { UNIT_NAMES } from "../../packages/pricing/src/unit-charges.ts";
import type { Random } from "./random.ts";

type Names = readonly string[];

const TABLE = compiledTable();
const IDS: readonly (readonly [provider: string, id: string])[] = Object.entries(TABLE.providers).flatMap(
  ([provider, ids]) => Object.keys(ids).map((id) => [provider, id] as const),
);
const ALIASES = Object.keys(PROVIDER_ALIASES);
const PREFIXES = ["models/", "publishers/google/models/", "openai/", "anthropic/", "us.", "global.", "eu.", "x/", " "];
const SUFFIXES = ["-20251101", "@20250514", "-2026-01-31", "-latest", ":nitro", ":free", "[1m]", "-v1:0", "-001", "-x"];
const TIERS = [
  "",
  "default",
  "auto",
  "flex",
  "priority",
  "fast",
  "batch",
  "Batch_API",
  "on_demand_flex",
  "scale",
  "odd",
];
const REGIONS = [
  "us",
  "eu",
  "global",
  "us-east-1",
  "europe-west4",
  "us-gov-west-1",
  "eu-central-1",
  "regional",
  "mars",
];
const HOSTS = [
  "api.openai.com",
  "eu.api.openai.com",
  "api.x.ai",
  "us-central1-aiplatform.googleapis.com",
  "proxy.local",
];
const COUNTS = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite30mTokens",
  "cacheWrite1hTokens",
  "cacheWrite12hTokens",
  "reasoningTokens",
  "inputAudioTokens",
  "inputImageTokens",
  "inputVideoTokens",
  "cacheReadAudioTokens",
  "cacheReadImageTokens",
  "outputAudioTokens",
  "outputImageTokens",
] as const;
const NO_COUNTS = [-1, 0.5, 2 ** 60, 1e16];
const FIRST_MS = Date.parse("2025-03-01T00:00:00Z");
const LAST_MS = Date.parse("2027-01-01T00:00:00Z");

/** Any call to any listed model, most under its own name, some with usage that contradicts itself. */
export function randomQuery(random: Random): PriceQuery {
  const [provider, id] = random.pick(IDS);
  const model = decorated(random, id);
  const query: Record<string, unknown> = {
    provider: random.isIn(0.9) ? provider : random.pick(ALIASES),
    startTimeMs: FIRST_MS + random.below(LAST_MS - FIRST_MS),
    usage: randomUsage(random),
  };
  query[random.isIn(0.8) ? "responseModel" : "requestModel"] = model;
  if (random.isIn(0.1)) query["requestModel"] = random.pick(IDS)[1];
  maybe(random, query, "serviceTier", TIERS);
  maybe(random, query, "region", REGIONS);
  if (random.isIn(0.05)) query["serverAddress"] = random.pick(HOSTS);
  if (random.isIn(0.1)) query["searchContextSize"] = random.pick(["low", "medium", "high"]);
  if (random.isIn(0.05)) query["usageStatus"] = random.pick(["partial", "missing", "reported"]);
  if (random.isIn(0.02)) query["reportedCostUsd"] = random.pick([0, 0.0123, -1, random.next() * 100, 20_000.123]);
  return query as unknown as PriceQuery;
}

function maybe(random: Random, query: Record<string, unknown>, name: string, values: Names): void {
  if (random.isIn(0.3)) query[name] = random.pick(values);
}

function decorated(random: Random, id: string): string {
  const before = random.isIn(0.15) ? random.pick(PREFIXES) : "";
  const after = random.isIn(0.2) ? random.pick(SUFFIXES) : "";
  return random.isIn(0.05) ? `${before}${id}${after}`.toUpperCase() : `${before}${id}${after}`;
}

function randomUsage(random: Random): Usage {
  return random.isIn(0.5) ? ordinaryUsage(random) : anyUsage(random);
}

function ordinaryUsage(random: Random): Usage {
  const [fresh, read, written, answer, thought] = Array.from({ length: 5 }, () =>
    random.below(random.isIn(0.2) ? 300_000 : 20_000),
  );
  const usage: Record<string, unknown> = { inputTokens: fresh, outputTokens: answer };
  if (random.isIn(0.4)) Object.assign(usage, { cacheReadTokens: read, inputTokens: sum(usage["inputTokens"], read) });
  if (random.isIn(0.3)) {
    Object.assign(usage, { cacheWriteTokens: written, inputTokens: sum(usage["inputTokens"], written) });
    usage[random.pick(["cacheWrite5mTokens", "cacheWrite1hTokens", "cacheWriteTokens"])] = written;
  }
  if (random.isIn(0.3)) Object.assign(usage, { reasoningTokens: thought, outputTokens: sum(answer, thought) });
  if (random.isIn(0.1)) usage["units"] = { webSearchRequests: random.below(9) };
  return usage;
}

function sum(...counts: readonly unknown[]): number {
  return counts.reduce((total: number, count) => total + Number(count), 0);
}

function anyUsage(random: Random): Usage {
  const usage: Record<string, unknown> = {};
  const isOrderly = random.isIn(0.7);
  for (const name of COUNTS) if (random.isIn(isOrderly ? 0.3 : 0.5)) usage[name] = random.count();
  if (isOrderly) {
    usage["inputTokens"] = 8 * 10_000_000 + random.count();
    usage["outputTokens"] = 3 * 10_000_000 + random.count();
    if (random.isIn(0.5)) usage["inputTokens"] = random.count();
  }
  if (random.isIn(0.03)) usage[random.pick(COUNTS)] = random.pick(NO_COUNTS);
  if (random.isIn(0.15)) usage["units"] = randomUnits(random);
  return usage;
}

function randomUnits(random: Random): object {
  const units: Record<string, unknown> = {};
  for (const name of UNIT_NAMES) if (random.isIn(0.3)) units[name] = random.below(50);
  if (random.isIn(0.3)) units["mediaSeconds"] = random.next() * 100;
  if (random.isIn(0.3)) units["mediaSize"] = random.pick(["1024x1024", "1024x1792", "auto", "1080p", "720p"]);
  if (random.isIn(0.3)) units["mediaQuality"] = random.pick(["hd", "standard", "high", "auto"]);
  return units;
}
