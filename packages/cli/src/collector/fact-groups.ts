// SPDX-License-Identifier: Apache-2.0
import { ATTRIBUTE_FAMILIES, DIALECTS } from "@outlay/semconv";
import type { AttributeFamily, JsonSource } from "@outlay/semconv";

import { allOf, anyOf, attribute, first, isMissing, isThere, local, note, quoted, set } from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";

type Fact = keyof AttributeFamily;

/** Facts that only say that OTTL cannot price the call: modalities have rates of their own. */
const MODALITIES: readonly Fact[] = [
  "inputAudio",
  "inputImage",
  "cacheReadAudio",
  "cacheReadImage",
  "outputAudio",
  "outputImage",
];
const TEXTS: ReadonlySet<Fact> = new Set<Fact>(["model", "responseModel", "responseId", "provider", "serviceTier"]);

/** Longer JSON is left alone: it is somebody's content. */
const MAX_JSON_BYTES = 65_536;

/** Notes what a call's attributes say, a group for each family of names. Families are never added up. */
export function factGroups(): readonly StatementGroup[] {
  const families = Object.entries(ATTRIBUTE_FAMILIES) as [string, AttributeFamily][];
  return [...families.map(([name, family]) => familyGroup(name, family)), ...jsonGroups()];
}

function familyGroup(name: string, family: AttributeFamily): StatementGroup {
  const facts = (Object.keys(family) as Fact[]).filter((fact) => !MODALITIES.includes(fact) && family[fact].length > 0);
  const modal = MODALITIES.flatMap((fact) => family[fact]);
  return {
    context: "span",
    conditions: [`${note("speaker", "family")} == ${quoted(name)}`],
    statements: [
      ...facts.map((fact) => set(note(fact), first(family[fact].map(attribute)))),
      ...(modal.length > 0 ? [set(note("modal"), "true", anyOf(modal.map((one) => `${attribute(one)} > 0`)))] : []),
    ],
  };
}

/** What no attribute says but some JSON does; of each set of sources one group. */
function jsonGroups(): readonly StatementGroup[] {
  const sets = new Map<string, readonly JsonSource[]>();
  for (const { json } of DIALECTS) if (json !== undefined) sets.set(json.map((one) => one.attribute).join(), json);
  return [...sets].flatMap(([key, sources]) => sources.map((source) => jsonGroup(key, source)));
}

function jsonGroup(key: string, { attribute: name, facts }: JsonSource): StatementGroup {
  const text = attribute(name);
  const json = local("json");
  const wanted = Object.entries(facts) as [Fact | "billedCostUsd", readonly string[]][];
  return {
    context: "span",
    // A path through something that is no object is an error to OTTL, and no news.
    error_mode: "silent",
    conditions: [allOf([`${note("speaker", "json")} == ${quoted(key)}`, `IsString(${text})`])],
    statements: [
      set(json, `ParseJSON(${text})`, `Len(${text}) <= ${MAX_JSON_BYTES}`),
      ...wanted.flatMap(([fact, paths]) =>
        MODALITIES.includes(fact as Fact)
          ? paths.map((path) => set(note("modal"), "true", `${json}${keysOf(path)} > 0`))
          : paths.map((path) => fromJson(fact, `${json}${keysOf(path)}`)),
      ),
    ],
  };
}

/** Numbers of JSON are doubles; counts are whole, and what is not whole is no count. */
function fromJson(fact: Fact | "billedCostUsd", value: Ottl): Ottl {
  const target = note(fact);
  if (fact === "billedCostUsd") {
    return set(target, `Double(${value})`, allOf([isMissing(target), isThere(value)]));
  }
  if (TEXTS.has(fact)) return set(target, value, allOf([isMissing(target), `IsString(${value})`]));
  return set(target, `Int(${value})`, allOf([isMissing(target), `IsDouble(${value})`]));
}

function keysOf(path: string): Ottl {
  return path
    .split(".")
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `[${quoted(key)}]`))
    .join("");
}
