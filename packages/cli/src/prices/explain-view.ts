// SPDX-License-Identifier: Apache-2.0
import { exactPicoUsd, usdFromPico } from "@outlay/pricing";
import type {
  BillLine,
  ComputedCost,
  DisplayCurrency,
  PriceExplanation,
  PriceSource,
  UnpricedCost,
} from "@outlay/pricing";

import { formatCount, formatRate, formatUsd } from "../view/numbers.ts";
import { drawTable } from "../view/table.ts";
import type { Cell } from "../view/table.ts";
import { hanging, oneLine } from "../view/text.ts";
import { periodWords } from "./price-period-words.ts";
import { problemWords, REASON_WORDS, STATUS_WORDS } from "./problem-words.ts";
import { sourceWords } from "./show-view.ts";
import type { View } from "./show-view.ts";

/** A call with its price, and what else is told about it. */
export interface ExplainedCall {
  readonly explanation: PriceExplanation;
  readonly atMs: number;
  readonly source: PriceSource | undefined;
  readonly currency: DisplayCurrency | undefined;
}

/** Draws how a call was priced: the row, the products of its bill, the total, and what is doubtful. */
export function renderExplanation(call: ExplainedCall, view: View): string {
  const { cost, lines } = call.explanation;
  if (cost.status === "unpriced") return renderUnpriced(cost, view);
  if (cost.status === "provider_reported") return "";
  const facts = factsOf(cost, call).map(([name, text]) => hanging(name.padEnd(9), text, view.columns));
  const bill = drawTable(billTable(lines, cost), view.columns, view.paint);
  return `${[...facts, "", ...bill, ...currencyLine(cost, call), "", ...verdict(cost, view)].join("\n")}\n`;
}

function renderUnpriced(cost: UnpricedCost, view: View): string {
  const what = `${oneLine(cost.model ?? "no model")} of ${oneLine(cost.provider)}`;
  const why = [`${what}: ${REASON_WORDS[cost.reason]}.`, ...cost.problems.map((one) => `${problemWords(one)}.`)];
  const lines = why.map((line) => hanging("", line, view.columns));
  const verdict = `${view.paint("warning", "unpriced")}: ${STATUS_WORDS.unpriced}`;
  return `${[...lines, "", verdict].join("\n")}\n`;
}

function factsOf(
  cost: ComputedCost,
  { explanation, atMs, source }: ExplainedCall,
): readonly (readonly [string, string])[] {
  const when = explanation.price === undefined ? "" : periodWords(explanation.price);
  return [
    ["row", `${cost.modelId} of ${cost.provider}`],
    ["source", source === undefined ? `${cost.rowSource}, verified ${cost.verified}` : sourceWords(source)],
    ["date", `${isoMoment(atMs)}${when === "" ? ", one price for all dates" : `, price ${when}`}`],
    ["tier", cost.tier],
    ["band", bandWords(cost, explanation)],
    ["region", cost.region ?? "none that changes the price"],
    ["table", cost.tableVersion],
  ];
}

function isoMoment(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}

function bandWords({ bandOverTokens }: ComputedCost, { price }: PriceExplanation): string {
  if (bandOverTokens > 0) return `prompts of more than ${formatCount(bandOverTokens)} tokens`;
  const first = price?.context?.[0]?.over;
  return first === undefined ? "one for every length" : `prompts of at most ${formatCount(first)} tokens`;
}

const TITLES = ["", "count", "× USD per million", "× factor", "= USD"];

function billTable(lines: readonly BillLine[], cost: ComputedCost): Parameters<typeof drawTable>[0] {
  const hasFactor = lines.some(({ factor }) => factor !== undefined);
  const total: readonly Cell[] = [
    { role: "strong", text: "total" },
    "",
    "",
    "",
    { role: "strong", text: formatUsd(exactPicoUsd(cost)) },
  ];
  const rows = [...lines.map(billRow), total];
  const kept = TITLES.map((_, index) => index).filter((index) => index !== 3 || hasFactor);
  return {
    columns: kept.map((index) => ({ title: TITLES[index] ?? "", align: index === 0 ? "left" : "point" })),
    rows: rows.map((row) => kept.map((index) => row[index] ?? "")),
  };
}

function billRow({ part, counted, count, ratePicoUsd, factor, amountPicoUsd }: BillLine): readonly Cell[] {
  const isTimed = counted === "mediaSeconds" || counted === "codeExecutionSeconds";
  const isUnit = part === "tools" || part === "media" || part === "request";
  const name = part === counted || isUnit ? words(counted) : `${words(counted)}, as ${words(part)}`;
  return [
    isTimed ? `${name}, in thousandths` : name,
    formatCount(count),
    formatRate(ratePicoUsd),
    factor === undefined ? "" : `${formatCount(factor.numerator)}/${formatCount(factor.denominator)}`,
    formatUsd(amountPicoUsd),
  ];
}

/** `cacheWrite5m` becomes `cache write 5m`. */
function words(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z0-9])/g, " ").toLowerCase();
}

function currencyLine(cost: ComputedCost, { currency }: ExplainedCall): readonly string[] {
  if (currency === undefined) return [];
  const amount = usdFromPico(exactPicoUsd(cost)) * currency.perUsd;
  return [`about ${amount.toPrecision(6)} ${currency.code}, at ${currency.perUsd} for one USD`];
}

function verdict(cost: ComputedCost, { columns, paint }: View): readonly string[] {
  const role = cost.status === "priced" ? "good" : "warning";
  const problems = cost.problems.map((problem) => hanging("- ", `${problem}: ${problemWords(problem)}`, columns));
  return [`${paint(role, cost.status)}: ${STATUS_WORDS[cost.status]}`, ...problems];
}
