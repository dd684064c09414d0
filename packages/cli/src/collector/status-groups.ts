// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY, SCOPE_NAMES } from "@outlay/semconv";

import {
  allOf,
  anyOf,
  attribute,
  first,
  isMissing,
  isThere,
  local,
  note,
  NOTES,
  quoted,
  set,
  SPEAKER,
} from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";
import { problem } from "./usage-statements.ts";

const status = attribute(OUTLAY.COST_STATUS);
const problems = attribute(OUTLAY.COST_PROBLEMS);

/** Problems by what they make of a cost. Any other one makes it partial. */
const STALE = ["after_last_price"] as const;
const ESTIMATED = [
  "cache_not_told",
  "cache_write_lifetime_unknown",
  "region_not_listed",
  "tier_not_listed",
  "before_first_price",
  "priced_as_other_provider",
  "variant_dropped",
] as const;

/** The status of a call, before its problems are looked at; they are few. */
export function statusStatements(providers: readonly string[]): readonly Ottl[] {
  const isUnpriced = `${status} == "unpriced"`;
  const pico = local("pico");
  const isUnknown = allOf([isUnpriced, isMissing(note("row")), isMissing(local("missing"))]);
  const isListed = anyOf(providers.map((provider) => `${note("biller")} == ${quoted(provider)}`));
  return [
    set(status, quoted("unpriced")),
    set(status, quoted("priced"), allOf([isThere(pico), `${local("ok")} != false`])),
    set(status, quoted("provider_reported"), allOf([isThere(pico), isThere(note("billedCostUsd"))])),
    // What the provider refused is not billed.
    set(
      status,
      quoted("not_billed"),
      allOf(["span.status.code == STATUS_CODE_ERROR", isMissing(local("input")), isMissing(local("output"))]),
    ),
    problem("usage_missing", allOf([isUnpriced, isThere(local("missing"))])),
    problem("unknown_model", allOf([isUnknown, isListed])),
    problem("unknown_provider", allOf([isUnknown, `not ${isListed}`])),
    problem("no_rates", allOf([isUnpriced, `${local("ok")} == false`])),
  ];
}

/** Looks at the problems of calls that have any. */
export function doubtGroup(): StatementGroup {
  const is = (name: string): Ottl => `ContainsValue(${problems}, ${quoted(name)})`;
  const mild = local("mild");
  return {
    context: "span",
    conditions: [allOf([`${status} == "priced"`, isThere(problems)])],
    statements: [
      set(mild, "0"),
      ...[...STALE, ...ESTIMATED].map((name) => set(mild, `${mild} + 1`, is(name))),
      set(status, quoted("partial"), `Len(${problems}) > ${mild}`),
      set(status, quoted("estimated"), allOf([`${status} == "priced"`, anyOf(ESTIMATED.map(is))])),
      set(status, quoted("stale"), `${status} == "priced"`),
    ],
  };
}

/** Facts under the conventions' names, for whoever reads the span; what the emitter wrote under other names stays. */
export function conventionStatements(): readonly Ottl[] {
  const told = (name: string, value: Ottl): Ottl => set(attribute(name), value, isMissing(attribute(name)));
  const counted = (name: string, value: Ottl): Ottl => set(attribute(name), value, isThere(value));
  return [
    told(GEN_AI.OPERATION_NAME, note("operation")),
    told(GEN_AI.PROVIDER_NAME, note("said")),
    told(GEN_AI.REQUEST_MODEL, note("model")),
    told(GEN_AI.RESPONSE_MODEL, note("responseModel")),
    told(GEN_AI.RESPONSE_ID, note("responseId")),
    counted(GEN_AI.USAGE_INPUT_TOKENS, local("input")),
    counted(GEN_AI.USAGE_OUTPUT_TOKENS, local("output")),
    counted(GEN_AI.USAGE_CACHE_READ_INPUT_TOKENS, local("cacheRead")),
    counted(GEN_AI.USAGE_CACHE_CREATION_INPUT_TOKENS, local("cacheWrite")),
    counted(GEN_AI.USAGE_REASONING_OUTPUT_TOKENS, local("reasoning")),
    counted(OUTLAY.USAGE_CACHE_WRITE_5M_TOKENS, local("cacheWrite5m")),
    counted(OUTLAY.USAGE_CACHE_WRITE_1H_TOKENS, local("cacheWrite1h")),
    ...Object.entries(SCOPE_NAMES).map(([ours, theirs]) => told(ours, first(theirs.map(attribute)))),
  ];
}

/** Takes the notes off again. */
export function tidyGroups(): readonly StatementGroup[] {
  return [
    {
      context: "span",
      conditions: [isThere(attribute(NOTES))],
      statements: [`delete_key(span.attributes, ${quoted(NOTES)})`],
    },
    {
      context: "scope",
      conditions: [isThere(`scope.attributes[${quoted(SPEAKER)}]`)],
      statements: [`delete_key(scope.attributes, ${quoted(SPEAKER)})`],
    },
  ];
}
