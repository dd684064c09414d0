// SPDX-License-Identifier: Apache-2.0
import { createPriceEngine, parsePriceOverrides } from "../src/index.ts";
import type { Cost, PriceEngine, PriceQuery } from "../src/index.ts";

/** A provider of our own, so that no test depends on what a real one charges today. */
export const ACME = "acme";

/** An engine in which `acme` sells models at the given prices. */
export function acmeEngine(models: Readonly<Record<string, readonly unknown[]>>, more: object = {}): PriceEngine {
  const rules = Object.entries(models).map(([model, prices]) => ({ provider: ACME, model, prices }));
  const { overrides, problems } = parsePriceOverrides({ models: rules, ...more });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return createPriceEngine({ overrides });
}

/** A call to `acme` at noon of a Monday. */
export function acmeCall(model: string, query: Partial<PriceQuery>): PriceQuery {
  return { provider: ACME, responseModel: model, startTimeMs: Date.parse("2026-06-01T12:00:00Z"), ...query };
}

/** The amount of a priced call; an unpriced one fails the test. */
export function totalOf(cost: Cost): number {
  if (cost.status === "unpriced") throw new Error(`unpriced: ${cost.reason}`);
  return cost.totalPicoUsd;
}

/** Every category with a rate of its own, all different, none round. */
export const EVERY_RATE = {
  input: 3.000_001,
  cacheRead: 0.300_007,
  cacheWrite5m: 3.75,
  cacheWrite30m: 4.25,
  cacheWrite1h: 6.000_011,
  cacheWrite12h: 9.5,
  cacheWrite: 3.700_003,
  output: 15.000_013,
  reasoning: 17.5,
  inputAudio: 32,
  inputImage: 5,
  inputVideo: 2,
  cacheReadAudio: 0.4,
  cacheReadImage: 0.5,
  outputAudio: 64,
  outputImage: 40,
} as const;
