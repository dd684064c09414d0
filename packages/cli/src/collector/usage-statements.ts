// SPDX-License-Identifier: Apache-2.0
import { MAX_TOKENS_PER_CALL } from "@outlay/core";
import { CACHE_BESIDE_INPUT, OUTLAY, REASONING_BESIDE_OUTPUT } from "@outlay/semconv";

import { allOf, anyOf, attribute, first, isMissing, isThere, local, note, quoted, set } from "./ottl.ts";
import type { Ottl } from "./ottl.ts";

/** Counts by the name of the fact. Those of the second list only help to understand the others. */
const COUNTS = [
  ...(["input", "output", "cacheRead", "cacheWrite", "cacheWrite5m", "cacheWrite30m"] as const),
  ...(["cacheWrite1h", "cacheWrite12h", "reasoning", "webSearches"] as const),
];
const HINTS = ["total", "uncached"] as const;
const LIFETIMES = ["cacheWrite5m", "cacheWrite30m", "cacheWrite1h", "cacheWrite12h"] as const;

/** Prompts shorter than this are not cached by the vendors that count cached input inside the input. */
const SMALLEST_CACHED_PROMPT = 1024;

const input = local("input");
const output = local("output");
const write = local("cacheWrite");
const split = local("split");
const cached = local("cached");
const reasoning = local("thoughts");
const inputOrNone = first([input, "0"]);
const outputOrNone = first([output, "0"]);

/** Whether the call is of a kind that has an answer. */
export const IS_GENERATION: Ottl = `${note("operation")} != "embeddings" and ${note("operation")} != "rerank"`;

/** Adds a reason why the cost is less than certain. */
export function problem(name: string, where: Ottl): Ottl {
  return `append(${attribute(OUTLAY.COST_PROBLEMS)}, ${quoted(name)}) where ${where}`;
}

/**
 * Brings the counts to one meaning, by the rules of the emitter's dialect and by what they say of each other: locals of the
 * fact's name, `cached` for reads and writes together, `thoughts` for reasoning or 0, `missing` if nothing is known.
 */
export function usageStatements(): readonly Ottl[] {
  return [
    ...[...COUNTS, ...HINTS].map(readCount),
    problem("not_a_count", anyOf(COUNTS.map((name) => `(${isThere(note(name))} and ${isMissing(local(name))})`))),
    set(
      local("missing"),
      "true",
      `(${isMissing(input)} and ${isMissing(output)}) or (${input} == 0 and (${isMissing(output)} or ${output} == 0))`,
    ),
    ...writeStatements(),
    set(cached, `${first([local("cacheRead"), "0"])} + ${first([write, "0"])}`),
    set(reasoning, first([local("reasoning"), "0"])),
    ...inclusionStatements(),
    ...repairStatements(),
    ...untoldStatements(),
  ];
}

function readCount(name: string): Ottl {
  const told = note(name);
  return set(
    local(name),
    told,
    allOf([isThere(told), `IsInt(${told})`, `${told} >= 0`, `${told} <= ${MAX_TOKENS_PER_CALL}`]),
  );
}

/** Lifetimes that exceed what was written are wrong; without a total, it is their sum. */
function writeStatements(): readonly Ottl[] {
  const isTooMuch = allOf([isThere(write), `${split} > ${write}`]);
  return [
    set(split, "0"),
    set(
      split,
      LIFETIMES.map((name) => first([local(name), "0"])).join(" + "),
      anyOf(LIFETIMES.map((name) => isThere(local(name)))),
    ),
    problem("cache_split_exceeds_write", isTooMuch),
    `delete_matching_keys(span.cache, "^cacheWrite[0-9]") where ${isTooMuch}`,
    set(split, "0", isTooMuch),
    set(write, split, allOf([isMissing(write), `${split} > 0`])),
  ];
}

function isBeside(rule: "cache" | "reasoning", vendors: ReadonlySet<string>): Ottl {
  const told = note("speaker", rule);
  const some = anyOf([...vendors].map((vendor) => `${note("said")} == ${quoted(vendor)}`));
  return `${told} == "beside" or (${told} == "by_provider" and ${some})`;
}

/** Counts that were told beside their whole are added to it. */
function inclusionStatements(): readonly Ottl[] {
  const [total, uncached, beside] = [local("total"), local("uncached"), local("beside")];
  const sum = `${total} == ${inputOrNone} + ${outputOrNone}`;
  const byRule = `${isBeside("cache", CACHE_BESIDE_INPUT)} or ${sum} + ${cached}`;
  const reasoningByRule = `${isBeside("reasoning", REASONING_BESIDE_OUTPUT)} or ${sum} + ${reasoning}`;
  return [
    set(beside, "true", allOf([`${cached} > 0`, isThere(uncached), `${input} == ${uncached}`])),
    set(beside, "true", allOf([`${cached} > 0`, anyOf([isMissing(uncached), isMissing(input)]), `(${byRule})`])),
    set(input, `${input} + ${cached}`, allOf([`${beside} == true`, isThere(input)])),
    set(output, `${output} + ${reasoning}`, allOf([`${reasoning} > 0`, isThere(output), `(${reasoningByRule})`])),
  ];
}

/** A whole smaller than its part was told without it. */
function repairStatements(): readonly Ottl[] {
  const isCacheMore = allOf([isThere(input), `${cached} > ${input}`]);
  const isReasoningMore = allOf([isThere(output), `${reasoning} > ${output}`]);
  return [
    problem("cache_exceeds_input", isCacheMore),
    set(input, `${input} + ${cached}`, isCacheMore),
    problem("reasoning_exceeds_output", isReasoningMore),
    set(output, `${output} + ${reasoning}`, isReasoningMore),
  ];
}

/** What the counts, or the emitter's habits, say is missing. */
function untoldStatements(): readonly Ottl[] {
  const isKnown = isMissing(local("missing"));
  const isHalf = anyOf([isMissing(input), isMissing(output)]);
  const isUntold = allOf([
    `${note("speaker", "loses_cache")} == true`,
    isMissing(note("cacheRead")),
    isMissing(note("cacheWrite")),
    IS_GENERATION,
    isKnown,
  ]);
  const beside = `(${isBeside("cache", CACHE_BESIDE_INPUT)})`;
  return [
    problem("usage_partial", allOf([isKnown, IS_GENERATION, isHalf])),
    problem(
      "total_exceeds_counts",
      allOf([
        isThere(local("total")),
        isKnown,
        IS_GENERATION,
        `not ${isHalf}`,
        `${local("total")} > ${input} + ${output}`,
      ]),
    ),
    problem("cache_not_told", allOf([isUntold, anyOf([beside, `${input} >= ${SMALLEST_CACHED_PROMPT}`])])),
    problem("usage_partial", allOf([isUntold, beside])),
    problem(
      "usage_partial",
      allOf([`${note("speaker", "loses_reasoning")} == true`, isMissing(note("reasoning")), isKnown]),
    ),
  ];
}
