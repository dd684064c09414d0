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
  MODEL_PREFIXES,
  PROVIDER_ALIASES,
  REASONING_BESIDE_OUTPUT,
  SCOPE_NAMES,
  SERVER,
} from "../../packages/semconv/src/index.ts";
import type { AttributeFamily, Dialect, Inclusion, MetricDescription } from "../../packages/semconv/src/index.ts";
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
    emitters: emitterTable(),
    families: familyTable(),
    json: jsonTable(),
    scope: scopeTable(),
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
  const rows = DIALECTS.map((dialect) => [
    code(dialect.name),
    spansOf(dialect),
    code(dialect.family),
    dialect.losesCache === true ? `${INCLUSION[dialect.cache]}, and not told` : INCLUSION[dialect.cache],
    INCLUSION[dialect.reasoning],
    dialect.recordsMetrics ? "yes" : "no",
  ]);
  const head = ["Dialect", "Instrumentation scope", "Family", "Cached input is", "Reasoning is", "Own metrics"];
  return [
    markdownTable(head, rows),
    "",
    `By provider: cached input is beside the input count at ${names(CACHE_BESIDE_INPUT)}, reasoning beside the output ` +
      `count at ${names(REASONING_BESIDE_OUTPUT)}; inside at all others.`,
  ].join("\n");
}

function spansOf({ scopes, versions, marker }: Dialect): string {
  const parts = [scopes.length === 0 ? "–" : names(scopes)];
  if (versions !== undefined) parts.push(`version ${code(versions)}`);
  if (marker !== undefined) parts.push(`with ${code(marker)}`);
  return parts.join(", ");
}

function emitterTable(): string {
  const rows = DIALECTS.map(({ name, evidence, lost = "–" }) => [code(name), evidence, lost]);
  return markdownTable(["Dialect", "Recorded, or read", "What its spans do not say"], rows);
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

function jsonTable(): string {
  const sources = new Set(DIALECTS.flatMap(({ json = [] }) => json));
  const rows = [...sources].flatMap(({ attribute, facts }) =>
    Object.entries(facts).map(([fact, paths]) => [code(attribute), code(fact), paths.map(code).join("<br>")]),
  );
  return markdownTable(["Attribute", "Fact", "Path in its JSON"], rows);
}

function scopeTable(): string {
  const rows = Object.entries(SCOPE_NAMES).map(([ours, theirs]) => [code(ours), names(theirs)]);
  return markdownTable(["Ours", "Also read from"], rows);
}

function operationTable(): string {
  return markdownTable(["Operation", "Spellings"], spellingsByName(BILLED_OPERATIONS));
}

function providerTable(): string {
  const prefixes = Object.entries(MODEL_PREFIXES).map(
    ([prefix, provider]) => `${code(`${prefix}…`)} is ${code(provider)}`,
  );
  return [
    markdownTable(["Provider", "Also known as"], spellingsByName(PROVIDER_ALIASES)),
    "",
    `Where a span names no provider, the model's name does: ${prefixes.join(", ")}.`,
  ].join("\n");
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
