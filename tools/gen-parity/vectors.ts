// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";

import { createPriceEngine } from "../../packages/pricing/src/index.ts";
import type { PriceQuery } from "../../packages/pricing/src/index.ts";
import { storedFixtures } from "../../test/dialects/src/fixtures.ts";
import type { RecordedSpan } from "../../test/dialects/src/fixture.ts";
import { outcomeOf, spanOutcomes } from "./outcomes.ts";
import type { PriceOutcome, SpanOutcome } from "./outcomes.ts";

/** One call and its price. */
export interface PriceVector {
  readonly name: string;
  readonly query: PriceQuery;
  readonly expect: PriceOutcome;
}

/** The spans of one program and what each says of cost afterwards, in the order in which they ended. */
export interface SpanVector {
  readonly name: string;
  readonly spans: readonly RecordedSpan[];
  readonly expect: readonly SpanOutcome[];
}

/** What both engines are held to. */
export interface ParityVectors {
  readonly prices: readonly PriceVector[];
  readonly spans: readonly SpanVector[];
}

interface AcceptanceCase {
  readonly name: string;
  readonly query: Omit<PriceQuery, "startTimeMs"> & { readonly at: string };
  readonly expect: { readonly status: string; readonly totalPicoUsd?: number | string; readonly parts?: object };
}

const ACCEPTANCE = new URL("../../packages/pricing/test/acceptance/", import.meta.url);

/** Acceptance cases: amounts are those worked out by hand, the rest is what the engine says beside them. */
function priceVectors(): PriceVector[] {
  const engine = createPriceEngine();
  return readdirSync(ACCEPTANCE)
    .toSorted()
    .flatMap((file) => {
      const { cases } = JSON.parse(readFileSync(new URL(file, ACCEPTANCE), "utf8")) as { cases: AcceptanceCase[] };
      return cases.map(({ name, query: { at, ...call }, expect }) => {
        const query = { ...call, startTimeMs: Date.parse(at) };
        const byHand = expect.totalPicoUsd === undefined ? {} : { totalPicoUsd: String(expect.totalPicoUsd) };
        return {
          name: `${file.replace(/\.json$/, "")}: ${name}`,
          query,
          expect: { ...outcomeOf(engine.price(query)), ...expect, ...byHand } as PriceOutcome,
        };
      });
    });
}

function spanVectors(): SpanVector[] {
  return storedFixtures().map(({ folder, name, fixture: { spans } }) => ({
    name: `${folder} ${name}`,
    spans,
    expect: spanOutcomes(spans),
  }));
}

/** Vectors as a file, one call or program a line. */
export function vectorFile({ prices, spans }: ParityVectors): string {
  const lines = (vectors: readonly object[]): string => vectors.map((vector) => JSON.stringify(vector)).join(",\n");
  return `{"prices":[\n${lines(prices)}\n],\n"spans":[\n${lines(spans)}\n]}\n`;
}

/** The committed vector file: every acceptance case, every recorded program. */
export function parityVectors(): string {
  return vectorFile({ prices: priceVectors(), spans: spanVectors() });
}
