// SPDX-License-Identifier: Apache-2.0
import type { Benchmark } from "./benchmark.ts";
import { breaks } from "./breaks.ts";
import { cacheLimits } from "./cache-limits.ts";
import { cacheModes } from "./cache-modes.ts";
import { compaction } from "./compaction.ts";
import { costPerSuccess } from "./cost-per-success.ts";
import { longHorizon } from "./long-horizon.ts";
import { priceTraps } from "./price-traps.ts";
import { quadratic } from "./quadratic.ts";
import { ttlCliff } from "./ttl-cliff.ts";

/** Every benchmark, in the order of their numbers. */
export const BENCHMARKS: readonly Benchmark[] = [
  cacheModes,
  longHorizon,
  ttlCliff,
  breaks,
  cacheLimits,
  priceTraps,
  quadratic,
  compaction,
  costPerSuccess,
];
