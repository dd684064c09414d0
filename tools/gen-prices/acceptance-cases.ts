// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";

import type { PriceQuery } from "../../packages/pricing/src/cost.ts";

/** A call priced by hand from a published page. */
export interface PublishedCase {
  readonly name: string;
  readonly query: PriceQuery;
  readonly page: string;
  readonly status: string;
  /** pico-USD; absent where the call must not be priced. */
  readonly totalPicoUsd?: number;
}

interface CaseFile {
  readonly cases: readonly {
    readonly name: string;
    readonly query: Omit<PriceQuery, "startTimeMs"> & { readonly at: string };
    readonly expect: { readonly status: string; readonly totalPicoUsd?: number | string };
    readonly page: string;
  }[];
}

/** Reads the acceptance cases of the pricing package. */
export function publishedCases(directory: URL): readonly PublishedCase[] {
  const files = readdirSync(directory).toSorted();
  return files.flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(new URL(file, directory), "utf8")) as CaseFile;
    return cases.map(({ name, query: { at, ...call }, expect, page }) => ({
      name,
      query: { ...call, startTimeMs: Date.parse(at) },
      page,
      status: expect.status,
      ...(expect.totalPicoUsd === undefined ? {} : { totalPicoUsd: Number(expect.totalPicoUsd) }),
    }));
  });
}
