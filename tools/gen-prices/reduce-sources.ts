// SPDX-License-Identifier: Apache-2.0
// Takes from the published data of other projects only what the price table is built from and checked against:
// node tools/gen-prices/reduce-sources.ts --litellm FILE --langfuse FILE --portkey DIRECTORY
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { LITELLM_PROVIDERS } from "./read-litellm.ts";
import type { LitellmModel } from "./read-litellm.ts";
import { langfuseTiers, portkeyTiers } from "./reduce-tiers.ts";

const DATA = new URL("../../packages/pricing/data/", import.meta.url);
const PRICE_FIELD = /cost|uplift|^tiered_pricing$|^mode$|^litellm_provider$/;
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

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** One line an entry, sorted: an update is a readable diff. */
function writeEntries(name: string, entries: readonly (readonly [string, unknown])[]): void {
  const lines = entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeFileSync(fileURLToPath(new URL(name, DATA)), `{\n${lines.join(",\n")}\n}\n`);
  console.log(`${name}: ${entries.length} models`);
}

const { values } = parseArgs({
  options: { litellm: { type: "string" }, langfuse: { type: "string" }, portkey: { type: "string" } },
});
if (values.litellm !== undefined) {
  const models = Object.entries(readJson(values.litellm) as Record<string, LitellmModel>);
  const used = models.filter(([, model]) => isUsed(model));
  writeEntries(
    "litellm.json",
    used.map(([key, model]) => [key, reduceModel(model)] as const),
  );
}
if (values.langfuse !== undefined) writeEntries("langfuse-tiers.json", langfuseTiers(readJson(values.langfuse)));
if (values.portkey !== undefined) {
  const directory = values.portkey;
  const files = readdirSync(directory).filter((name) => name.endsWith(".json"));
  const tiers = files.flatMap((name) => portkeyTiers(basename(name, ".json"), readJson(join(directory, name))));
  writeEntries("portkey-tiers.json", tiers);
}
