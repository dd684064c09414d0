// SPDX-License-Identifier: Apache-2.0
import type { PriceTable } from "@outlay/pricing";

import { counted, formatCount } from "../view/numbers.ts";
import { drawTable } from "../view/table.ts";
import { hanging, oneLine } from "../view/text.ts";
import { nearMisses } from "./find-listings.ts";
import { REASON_WORDS } from "./problem-words.ts";
import type { View } from "./show-view.ts";
import type { UnpricedCalls, UnpricedModel } from "./unpriced-calls.ts";

/** Stands for an amount in what is to be pasted: no number, so that it cannot be forgotten. */
export const FILL_IN = "FILL_IN";
/** Names like an unknown one that are told with it. */
const MOST_NEAR = 3;

/** Draws the models without a price, and the lines that would give them one. */
export function renderUnpriced({ models, calls }: UnpricedCalls, table: PriceTable, view: View): string {
  const { columns, paint } = view;
  if (calls === 0) return "No calls of models were found.\n";
  if (models.length === 0) return `${paint("good", "good")}: ${counted(calls, "call")}, all with a price\n`;
  const requests = models.reduce((sum, model) => sum + model.requests, 0);
  const fixable = models.filter(isFixable);
  const sections = [
    [`${paint("warning", `${formatCount(requests)} of ${counted(calls, "call")}`)} have no price, which is not zero:`],
    unpricedTable(models, view),
    reasonLines(models, columns),
    ...(fixable.length === 0 ? [] : [pasteIntro(view), overrideLines(fixable, table)]),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** A price of the user's own helps where the model is what is unknown. */
function isFixable({ reason, model }: UnpricedModel): boolean {
  return reason !== "usage_missing" && reason !== "usage_unusable" && model !== "unknown";
}

function unpricedTable(models: readonly UnpricedModel[], { columns, paint }: View): readonly string[] {
  const content = {
    columns: [
      { title: "model", align: "left" as const },
      { title: "requests", align: "right" as const },
      { title: "tokens in", align: "right" as const },
      { title: "tokens out", align: "right" as const },
      { title: "why", align: "left" as const },
    ],
    rows: models.map((one) => [
      { role: "name" as const, text: `${oneLine(one.provider)} ${oneLine(one.model)}` },
      formatCount(one.requests),
      formatCount(one.inputTokens),
      formatCount(one.outputTokens),
      one.reason,
    ]),
  };
  return drawTable(content, columns, paint);
}

function reasonLines(models: readonly UnpricedModel[], columns: number): readonly string[] {
  const reasons = [...new Set(models.map(({ reason }) => reason))];
  return reasons.map((reason) => hanging(`${reason}: `, REASON_WORDS[reason], columns));
}

function pasteIntro({ columns, paint }: View): readonly string[] {
  const text = `Paste this under pricing.overrides in outlay.config.yaml, or into the file that pricing.file names, with what the provider's page says in place of ${FILL_IN}, in USD per million tokens:`;
  return [paint("strong", hanging("", text, columns))];
}

/** YAML that is an override file as soon as its amounts are filled in. */
export function overrideLines(models: readonly UnpricedModel[], table: PriceTable): readonly string[] {
  const once = [...new Map(models.map((one) => [`${one.provider} ${one.model}`, one])).values()];
  return ["models:", ...once.flatMap((one) => entryLines(one, table))];
}

function entryLines(one: UnpricedModel, table: PriceTable): readonly string[] {
  const near = nearMisses(table, one).filter(({ provider }) => provider === one.provider);
  const rates = [
    "input",
    ...(one.cacheReadTokens > 0 ? ["cacheRead"] : []),
    ...(one.cacheWriteTokens > 0 ? ["cacheWrite"] : []),
    ...(one.outputTokens > 0 ? ["output"] : []),
  ].map((name) => `${name}: ${FILL_IN}`);
  const names = near.slice(0, MOST_NEAR).map(({ model }) => model);
  return [
    ...(names.length === 0 ? [] : [`  # another model than ${names.join(", ")}`]),
    `  - provider: ${yamlText(one.provider)}`,
    `    model: ${yamlText(one.model)}`,
    "    prices:",
    `      - rates: { ${rates.join(", ")} }`,
  ];
}

/** A name as YAML: plain where that is safe. JSON's quotes are YAML's. */
function yamlText(name: string): string {
  return /^[a-z][\w./-]*$/i.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
