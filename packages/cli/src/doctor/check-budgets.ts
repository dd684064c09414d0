// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

import { CONFIG_FILE } from "@outlay/node";
import type { OutlayConfig } from "@outlay/node";
import { LineCounter, isMap, isNode, isSeq, parseDocument } from "yaml";
import type { Document } from "yaml";

import type { CommandIo } from "../command-io.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { findListings } from "../prices/find-listings.ts";
import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding } from "./finding.ts";

type Budget = OutlayConfig["budgets"][number];

const MODEL = "gen_ai.request.model";
const PROVIDER = "gen_ai.provider.name";

/** Budgets in USD that are for models which nobody lists: what those cost cannot be counted. Patterns are not looked at. */
export async function unpricedBudgets(
  config: OutlayConfig,
  world: DoctorWorld,
  io: CommandIo,
): Promise<readonly Finding[]> {
  const capped = config.budgets.filter(({ limit, match }) => limit.usd !== undefined && match?.[MODEL] !== undefined);
  if (capped.length === 0) return [];
  // What is wrong with the prices is said elsewhere.
  const { engine } = await projectPrices({ ...io, stderr: () => undefined });
  const consequence = consequenceOf(config);
  return capped.flatMap((budget) => {
    const providers = textsOf(budget, PROVIDER);
    const asked = providers.length === 0 ? [undefined] : providers;
    const unlisted = textsOf(budget, MODEL).filter((model) =>
      asked.every((provider) => findListings(engine, { model, provider, atMs: world.nowMs }).length === 0),
    );
    return unlisted.map((model): Finding => {
      const text = `${placeOf(budget.name, world)}budget ${budget.name} caps ${model}, which has no price: ${consequence}; give it one in pricing.overrides`;
      return { level: "warning", text };
    });
  });
}

function consequenceOf({ mode, enforcement: { unpriced } }: OutlayConfig): string {
  if (typeof unpriced === "object") return "calls are held at the price that is assumed";
  if (unpriced === "block" && mode === "enforce") return "its calls are refused";
  return "what its calls cost is not counted";
}

/** Values without `*`: a pattern names no model. */
function textsOf({ match }: Budget, attribute: string): readonly string[] {
  return [match?.[attribute] ?? []]
    .flat()
    .map(String)
    .filter((value) => !value.includes("*"));
}

/** `file:line: ` of what a budget matches; empty where it is not in the file. */
function placeOf(name: string, { env, cwd }: DoctorWorld): string {
  const path = resolve(cwd, env["OUTLAY_CONFIG"] ?? CONFIG_FILE);
  const lines = new LineCounter();
  let document: Document;
  try {
    document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines, prettyErrors: false });
  } catch {
    return "";
  }
  const budgets = document.get("budgets");
  if (!isSeq(budgets)) return "";
  const budget = budgets.items.find((item) => isMap(item) && item.get("name") === name);
  const node = isMap(budget) ? (budget.getIn(["match", MODEL], true) ?? budget) : undefined;
  if (!isNode(node) || !node.range) return "";
  return `${relative(cwd, path)}:${lines.linePos(node.range[0]).line}: `;
}
