// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { createPriceEngine, exactPicoUsd } from "../src/index.ts";
import type { Cost, CostParts, PriceQuery } from "../src/index.ts";

interface AcceptanceCase {
  readonly name: string;
  readonly query: Omit<PriceQuery, "startTimeMs"> & { readonly at: string };
  readonly expect: {
    readonly status: Cost["status"];
    readonly totalPicoUsd?: number | string;
    readonly parts?: CostParts;
  };
  readonly page: string;
  readonly arithmetic: string;
}

const DIRECTORY = new URL("acceptance/", import.meta.url);
const engine = createPriceEngine();

function casesIn(file: string): readonly AcceptanceCase[] {
  return (JSON.parse(readFileSync(new URL(file, DIRECTORY), "utf8")) as { cases: readonly AcceptanceCase[] }).cases;
}

function outcome(cost: Cost): AcceptanceCase["expect"] {
  if (cost.status === "unpriced") return { status: cost.status };
  const total = exactPicoUsd(cost);
  const totalPicoUsd = typeof total === "bigint" ? total.toString() : total;
  return { status: cost.status, totalPicoUsd, ...("parts" in cost ? { parts: cost.parts } : {}) };
}

const files = readdirSync(DIRECTORY).toSorted();

describe.each(files)("%s", (file) => {
  it.each(casesIn(file))("$name", ({ query, expect: expected, page, arithmetic }) => {
    const { at, ...call } = query;
    const cost = engine.price({ ...call, startTimeMs: Date.parse(at) });
    expect(outcome(cost), `${page}\n${arithmetic}`).toEqual(expected);
  });
});

it("covers at least 150 calls", () => {
  expect(files.flatMap(casesIn).length).toBeGreaterThanOrEqual(150);
});
