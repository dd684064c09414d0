// SPDX-License-Identifier: Apache-2.0
import { TABLE_JSON } from "../../packages/pricing/src/table.generated.ts";
import { dialectTables } from "./dialect-tables.ts";
import { goNames } from "./go-names.ts";
import { nameTables, priceRules } from "./price-tables.ts";
import { parityVectors } from "./vectors.ts";

/** Where the Collector's processor lives. */
export const PROCESSOR: URL = new URL("../../collector-config/processor/outlay/", import.meta.url);

/** Every file of the processor that is made from the TypeScript packages, by its path below {@link PROCESSOR}. */
export const GENERATED_FILES: Readonly<Record<string, () => string>> = {
  "internal/prices/table.generated.json": () => TABLE_JSON,
  "internal/prices/rules.generated.json": () => json(priceRules()),
  "internal/ids/names.generated.json": () => json(nameTables()),
  "internal/dialect/tables.generated.json": () => json(dialectTables()),
  "internal/names/names_generated.go": goNames,
  "testdata/vectors.generated.json": parityVectors,
};

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
