// SPDX-License-Identifier: Apache-2.0
// Run: node --conditions=@outlay/source packages/pricing/bench/price.bench.ts
import { gzipSync } from "node:zlib";

import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { bench, do_not_optimize, group, run, summary } from "mitata";

import { createPriceEngine, parsePriceOverrides } from "../src/index.ts";
import type { PriceQuery } from "../src/index.ts";
import { TABLE_JSON } from "../src/table.generated.ts";

const AT = Date.parse("2026-09-01T12:00:00Z");

interface Case {
  readonly name: string;
  readonly query: PriceQuery;
  readonly theirs: { readonly provider: string; readonly model: string; readonly usage: Record<string, number> };
}

const CASES: readonly Case[] = [
  {
    name: "openai gpt-5, input and output",
    query: {
      provider: "openai",
      responseModel: "gpt-5-2025-08-07",
      startTimeMs: AT,
      usage: { inputTokens: 1200, outputTokens: 300 },
    },
    theirs: { provider: "openai", model: "gpt-5-2025-08-07", usage: { input_tokens: 1200, output_tokens: 300 } },
  },
  {
    name: "anthropic claude-sonnet-4-5, cache read and 5m write",
    query: {
      provider: "anthropic",
      responseModel: "claude-sonnet-4-5-20250929",
      startTimeMs: AT,
      usage: {
        inputTokens: 30_000,
        cacheReadTokens: 20_000,
        cacheWriteTokens: 5000,
        cacheWrite5mTokens: 5000,
        outputTokens: 700,
      },
    },
    theirs: {
      provider: "anthropic",
      model: "claude-sonnet-4-5-20250929",
      usage: { input_tokens: 30_000, cache_read_tokens: 20_000, cache_write_tokens: 5000, output_tokens: 700 },
    },
  },
  {
    name: "aws.bedrock us.anthropic profile",
    query: {
      provider: "aws.bedrock",
      responseModel: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      startTimeMs: AT,
      usage: { inputTokens: 12_000, cacheReadTokens: 8000, outputTokens: 500 },
    },
    theirs: {
      provider: "aws",
      model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      usage: { input_tokens: 12_000, cache_read_tokens: 8000, output_tokens: 500 },
    },
  },
];

const UNKNOWN: PriceQuery = {
  provider: "openai",
  requestModel: "gpt-5-ultra-x",
  startTimeMs: AT,
  usage: { inputTokens: 1, outputTokens: 1 },
};

const engine = createPriceEngine();
const { overrides: NO_OVERRIDES } = parsePriceOverrides({});

// Steady state, all shapes seen: what a program that makes calls for more than a second has.
for (let round = 0; round < 500_000; round++) for (const { query } of CASES) do_not_optimize(engine.price(query));

for (const { name, query, theirs } of CASES) {
  const provider = findProvider({ providerId: theirs.provider });
  const options = provider === undefined ? {} : { provider };
  summary(() => {
    group(name, () => {
      bench("outlay, memoised", () => do_not_optimize(engine.price(query)));
      bench("genai-prices", () => do_not_optimize(calcPrice(theirs.usage, theirs.model, options)));
    });
  });
}

// A new index remembers no name; building it is part of what is measured.
group("first call of a name", () => {
  for (const { name, query } of CASES) {
    bench(name, () => {
      engine.replaceOverrides(NO_OVERRIDES);
      do_not_optimize(engine.price(query));
    });
  }
  bench("unknown model", () => {
    engine.replaceOverrides(NO_OVERRIDES);
    do_not_optimize(engine.price(UNKNOWN));
  });
});

bench("parse the table", () => do_not_optimize(JSON.parse(TABLE_JSON)));

await run();
const kilobytes = (text: string | Uint8Array): string => `${Math.round(text.length / 1024)} KB`;
process.stdout.write(`table: ${kilobytes(TABLE_JSON)}, ${kilobytes(gzipSync(TABLE_JSON))} gzip\n`);
