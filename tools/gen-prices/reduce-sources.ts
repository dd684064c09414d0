// SPDX-License-Identifier: Apache-2.0
// Takes from the published data of other projects only what the price table is built from.
// node tools/gen-prices/reduce-sources.ts --litellm FILE
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { LITELLM_PROVIDERS } from "./read-litellm.ts";
import type { LitellmModel } from "./read-litellm.ts";

const DATA = new URL("../../packages/pricing/data/", import.meta.url);
const PRICE_FIELD = /cost|uplift|^mode$|^litellm_provider$/;
const SPECIFIC = "provider_specific_entry";

function reduceModel(model: LitellmModel): Record<string, unknown> {
  const kept = Object.entries(model).filter(([field]) => PRICE_FIELD.test(field));
  const specific = model[SPECIFIC] as { readonly us?: number } | undefined;
  return { ...Object.fromEntries(kept), ...(specific?.us === undefined ? {} : { [SPECIFIC]: { us: specific.us } }) };
}

function isUsed(model: LitellmModel): boolean {
  const provider = model.litellm_provider ?? "";
  return Object.hasOwn(LITELLM_PROVIDERS, provider) || provider.startsWith("vertex_ai");
}

function writeLines(name: string, entries: readonly (readonly [string, unknown])[]): void {
  const lines = entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeFileSync(fileURLToPath(new URL(name, DATA)), `{\n${lines.join(",\n")}\n}\n`);
  console.log(`${name}: ${entries.length} models`);
}

const { values } = parseArgs({ options: { litellm: { type: "string" } } });
if (values.litellm !== undefined) {
  const all = JSON.parse(readFileSync(values.litellm, "utf8")) as Record<string, LitellmModel>;
  const used = Object.entries(all).filter(([, model]) => isUsed(model));
  writeLines(
    "litellm.json",
    used.map(([key, model]) => [key, reduceModel(model)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
