// SPDX-License-Identifier: Apache-2.0

/** Shorter values occur everywhere by chance. */
const MIN_LENGTH = 3;

/**
 * Whether all that a tool is asked stands in what other tools answered before, so that a program could have asked by
 * itself.
 *
 * @param argumentsText - JSON.
 * @returns `undefined` when it is no JSON, or has no value long enough to be looked for.
 */
export function isDerivable(argumentsText: string, answers: readonly string[]): boolean | undefined {
  const values = leavesOf(argumentsText)?.filter((value) => value.length >= MIN_LENGTH);
  if (values === undefined || values.length === 0) return undefined;
  return values.every((value) => answers.some((answer) => answer.includes(value)));
}

/** Texts and numbers of a JSON value, as they would stand in a text. */
function leavesOf(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const leaves: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === "string" || typeof one === "number") leaves.push(String(one));
    else if (typeof one === "object" && one !== null) open.push(...Object.values(one));
  }
  return leaves;
}
