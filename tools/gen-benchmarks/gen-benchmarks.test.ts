// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { PAGE, benchmarksPage } from "./markdown.ts";

it("docs/benchmarks.md says what the benchmarks say", () => {
  expect(readFileSync(new URL(`../../${PAGE}`, import.meta.url), "utf8")).toBe(benchmarksPage());
});
