// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { CONFIG_FOLDER } from "../src/collector-binary.ts";

/** A way of working costs out in the gateway. */
export interface Variant {
  readonly name: string;
  /** In place of the gateway's own; those that it does not have are given as well. */
  readonly processors: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
  /** The price table that the processors read, if they do. */
  readonly prices?: PriceTable;
}

type PriceTable = Record<string, Record<string, string>>;

const table = JSON.parse(readFileSync(join(CONFIG_FOLDER, "prices.yaml"), "utf8")) as PriceTable;

/** Models that the load asks for; every table has them. */
export const MODELS = ["claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5"] as const;

const COUNTS = [20, 200, 1_500] as const;

/** In the order in which they are compared; the first does nothing. */
export const VARIANTS: readonly Variant[] = [
  { name: "no cost", processors: [] },
  ...COUNTS.map((count) => stock(`stock, ${count} models`, count)),
  stock("stock, all models", Infinity),
  ...COUNTS.map(naive),
  { name: "processor outlay, all models", processors: ["outlay"], more: { outlay: {} } },
  {
    name: "processor outlay, then the stock statements",
    processors: ["outlay", "transform/outlay"],
    more: { outlay: {} },
  },
];

function stock(name: string, count: number): Variant {
  return { name, processors: ["transform/outlay"], prices: subset(count) };
}

/** So many models, those of the load among them. */
function subset(count: number): PriceTable {
  const all = Object.entries(table).flatMap(([provider, rows]) =>
    Object.entries(rows).map(([model, row]) => ({ provider, model, row })),
  );
  const wanted = new Set<string>(MODELS);
  const first = all.filter(({ model }) => wanted.has(model));
  const others = all.filter(({ model }) => !wanted.has(model));
  const kept: PriceTable = {};
  for (const { provider, model, row } of [...first, ...others].slice(0, count)) (kept[provider] ??= {})[model] = row;
  return kept;
}

/** Two statements a model, as people write them by hand: no cache, no tiers, no states. */
function naive(count: number): Variant {
  const names = Object.values(subset(count)).flatMap((rows) => Object.keys(rows));
  const statements = names.flatMap((model) => {
    const is = `where span.attributes["gen_ai.request.model"] == ${JSON.stringify(model)}`;
    return [
      `set(span.attributes["cost.input"], Double(span.attributes["gen_ai.usage.input_tokens"]) * 0.000003) ${is}`,
      `set(span.attributes["cost.output"], Double(span.attributes["gen_ai.usage.output_tokens"]) * 0.000015) ${is}`,
    ];
  });
  const transform = { error_mode: "ignore", trace_statements: [{ context: "span", statements }] };
  return {
    name: `a statement per model, ${count} models`,
    processors: ["transform/naive"],
    more: { "transform/naive": transform },
  };
}

/** What is laid over the gateway's configuration. */
export function overlayOf({ processors, more }: Variant): object {
  return {
    ...(more !== undefined && { processors: more }),
    service: { pipelines: { "traces/in": { processors: ["memory_limiter", ...processors] } } },
  };
}
