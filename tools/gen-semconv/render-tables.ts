// SPDX-License-Identifier: Apache-2.0
import {
  ATTRIBUTES,
  ATTRIBUTE_FAMILIES,
  ATTRIBUTE_NAMES_LATEST,
  BILLED_OPERATIONS,
  CACHE_BESIDE_INPUT,
  DIALECTS,
  EVENTS,
  GEN_AI,
  METRICS,
  PROVIDER_ALIASES,
  REASONING_BESIDE_OUTPUT,
  SERVER,
} from "../../packages/semconv/src/index.ts";
import type { AttributeFamily, Inclusion, MetricDescription } from "../../packages/semconv/src/index.ts";
import { markdownTable } from "../readme/sections.ts";
import type { Sections } from "../readme/sections.ts";

/** Renders every table of the names' README from the tables in the source. */
export function semconvSections(): Sections {
  return {
    attributes: attributeTable(),
    conventions: conventionTable(),
    metrics: metricTable(),
    events: names(Object.values(EVENTS)),
    dialects: dialectTable(),
    families: familyTable(),
    operations: operationTable(),
    providers: providerTable(),
  };
}

function attributeTable(): string {
  const rows = Object.entries(ATTRIBUTES).map(([name, { type, unit, brief }]) => {
    return [code(name), type, unit === undefined ? "" : code(unit), brief];
  });
  return markdownTable(["Attribute", "Type", "Unit", "Meaning"], rows);
}

/** Names of the conventions by their first two segments, since there are many of a kind. */
function conventionTable(): string {
  const groups = new Map<string, string[]>();
  for (const name of [...Object.values(GEN_AI), ...Object.values(SERVER)]) {
    const [first = "", second = "", ...rest] = name.split(".");
    const group = rest.length === 0 ? first : `${first}.${second}`;
    groups.set(group, [...(groups.get(group) ?? []), name.slice(group.length + 1)]);
  }
  const table = markdownTable(
    ["Under", "Names"],
    [...groups].map(([group, rest]) => [code(`${group}.`), names(rest)]),
  );
  const latest = Object.entries(ATTRIBUTE_NAMES_LATEST).map(([name, other]) => `${code(name)} is ${code(other)}`);
  return `${table}\n\nWith \`semconv: latest\`, ${latest.join(", ")}.`;
}

function metricTable(): string {
  const rows = Object.values<MetricDescription>(METRICS).map(({ name, instrument, unit, description, buckets }) => {
    const bounds = buckets === undefined ? "" : `${buckets.length}, ${buckets.at(0)} to ${buckets.at(-1)}`;
    return [code(name), instrument, code(unit), bounds, description];
  });
  return markdownTable(["Metric", "Instrument", "Unit", "Bucket bounds", "Meaning"], rows);
}

function dialectTable(): string {
  const rows = DIALECTS.map(({ name, scopes, family, cache, reasoning, recordsMetrics }) => [
    code(name),
    scopes.length === 0 ? "–" : names(scopes),
    code(family),
    INCLUSION[cache],
    INCLUSION[reasoning],
    recordsMetrics ? "yes" : "no",
  ]);
  const head = ["Dialect", "Instrumentation scope", "Family", "Cached input is", "Reasoning is", "Own metrics"];
  return [
    markdownTable(head, rows),
    "",
    `By provider: cached input is beside the input count at ${names(CACHE_BESIDE_INPUT)}, reasoning beside the output ` +
      `count at ${names(REASONING_BESIDE_OUTPUT)}; inside at all others.`,
  ].join("\n");
}

const INCLUSION: Readonly<Record<Inclusion, string>> = {
  inside: "inside",
  beside: "beside",
  by_provider: "by provider",
};

function familyTable(): string {
  const families = Object.entries<AttributeFamily>(ATTRIBUTE_FAMILIES);
  const facts = Object.keys(ATTRIBUTE_FAMILIES.gen_ai) as (keyof AttributeFamily)[];
  const rows = facts.map((fact) => [
    code(fact),
    ...families.map(([, family]) => family[fact].map((name) => code(name)).join("<br>")),
  ]);
  return markdownTable(["Fact", ...families.map(([name]) => code(name))], rows);
}

function operationTable(): string {
  return markdownTable(["Operation", "Spellings"], spellingsByName(BILLED_OPERATIONS));
}

function providerTable(): string {
  return markdownTable(["Provider", "Also known as"], spellingsByName(PROVIDER_ALIASES));
}

function spellingsByName(table: Readonly<Record<string, string>>): string[][] {
  const spellings = Object.groupBy(Object.keys(table), (spelling) => table[spelling] ?? "");
  return Object.entries(spellings).map(([name, list = []]) => [code(name), names(list)]);
}

function names(list: Iterable<string>): string {
  return [...list].map((name) => code(name)).join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}
