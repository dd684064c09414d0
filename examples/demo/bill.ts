// SPDX-License-Identifier: Apache-2.0

/** Kinds of token on the bill, and the attributes that carry their counts and amounts. */
const KINDS = [
  { title: "uncached", tokens: "outlay.usage.uncached_input_tokens", usd: "outlay.cost.uncached_input_usd" },
  { title: "cached", tokens: "gen_ai.usage.cache_read.input_tokens", usd: "outlay.cost.cache_read_usd" },
  { title: "written", tokens: "gen_ai.usage.cache_creation.input_tokens", usd: "outlay.cost.cache_write_usd" },
  { title: "output", tokens: "gen_ai.usage.output_tokens", usd: "outlay.cost.output_usd" },
] as const;

/** One model's share of the bill. */
export interface BillRow {
  readonly model: string;
  calls: number;
  unpricedCalls: number;
  readonly kinds: { tokens: number; usd: number }[];
  totalUsd: number;
  savedUsd: number;
}

type Attributes = ReadonlyMap<string, string | number>;

/** Sums the calls in OTLP JSON lines by model. */
export function billFromOtlp(jsonLines: string): BillRow[] {
  const rows = new Map<string, BillRow>();
  for (const attributes of spanAttributes(jsonLines)) {
    const status = attributes.get("outlay.cost.status");
    if (status === undefined || status === "duplicate" || status === "not_billed") continue;
    const model = String(attributes.get("gen_ai.response.model") ?? attributes.get("gen_ai.request.model"));
    const row = rows.get(model) ?? emptyRow(model);
    rows.set(model, row);
    addCall(row, attributes);
  }
  return [...rows.values()];
}

function emptyRow(model: string): BillRow {
  const kinds = KINDS.map(() => ({ tokens: 0, usd: 0 }));
  return { model, calls: 0, unpricedCalls: 0, kinds, totalUsd: 0, savedUsd: 0 };
}

function addCall(row: BillRow, attributes: Attributes): void {
  const number = (name: string): number => Number(attributes.get(name) ?? 0);
  row.calls += 1;
  if (attributes.get("outlay.cost.status") === "unpriced") row.unpricedCalls += 1;
  for (const [index, kind] of KINDS.entries()) {
    const sum = row.kinds[index];
    if (sum === undefined) continue;
    sum.tokens += number(kind.tokens);
    sum.usd += number(kind.usd);
  }
  row.totalUsd += number("outlay.cost.total_usd");
  row.savedUsd += number("outlay.cost.cache_saved_usd");
}

/** Draws the bill as a table: tokens and dollars by model and kind. */
export function renderBill(rows: readonly BillRow[]): string {
  const header = ["model", "calls", ...KINDS.map(({ title }) => title), "total"];
  const lines = rows.map((row) => [
    row.model,
    row.unpricedCalls > 0 ? `${row.calls} (${row.unpricedCalls} unpriced)` : String(row.calls),
    ...row.kinds.map(({ tokens, usd }) => (tokens === 0 ? "–" : `${tokens.toLocaleString("en-US")} ${dollars(usd)}`)),
    dollars(row.totalUsd),
  ]);
  const totalUsd = rows.reduce((sum, row) => sum + row.totalUsd, 0);
  const savedUsd = rows.reduce((sum, row) => sum + row.savedUsd, 0);
  const table = [header, ...lines];
  const widths = header.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const drawn = table.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("   "),
  );
  return [
    "The bill of session INC-4711",
    "",
    ...drawn,
    "",
    `Total ${dollars(totalUsd)}. The prompt cache saved ${dollars(savedUsd)}${totalUsd + savedUsd > 0 ? `, ${Math.round((100 * savedUsd) / (totalUsd + savedUsd))} % of what it would have cost` : ""}.`,
  ].join("\n");
}

function dollars(usd: number): string {
  return `$${usd > 0 && usd < 0.001 ? usd.toPrecision(2) : usd.toFixed(4)}`;
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly attributes: readonly { readonly key: string; readonly value: OtlpValue }[];
      }[];
    }[];
  }[];
}

function* spanAttributes(jsonLines: string): Generator<Attributes> {
  for (const line of jsonLines.split("\n").filter(Boolean)) {
    const { resourceSpans } = JSON.parse(line) as OtlpTraces;
    for (const span of resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans)) {
      yield new Map(
        span.attributes.map(({ key, value }) => [
          key,
          value.stringValue ?? value.doubleValue ?? Number(value.intValue),
        ]),
      );
    }
  }
}
