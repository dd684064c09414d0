// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock } from "@outlay/core";

import type { CacheMissLook } from "./cache-break.ts";

/** What the first block that differs between two prompts looks like, the surest first; `undefined` for an ordinary edit. */
export function lookOfChange(
  before: readonly PromptBlock[],
  now: readonly PromptBlock[],
  index: number,
): CacheMissLook | undefined {
  const [was, is] = [before[index], now[index]];
  if (was === undefined || is === undefined || was.section !== is.section) return undefined;
  if (unordered(was) === unordered(is)) return "reordered_keys";
  if (is.section === "tools" && hasSameTools(before, now)) return "reordered_tools";
  // The value that differs is in both, each time another.
  return is.looksLike?.find((look) => was.looksLike?.includes(look));
}

function unordered({ hash, unorderedHash }: PromptBlock): string {
  return unorderedHash ?? hash;
}

function hasSameTools(before: readonly PromptBlock[], now: readonly PromptBlock[]): boolean {
  const hashes = (blocks: readonly PromptBlock[]): string =>
    blocks
      .filter(({ section }) => section === "tools")
      .map(unordered)
      .toSorted()
      .join();
  return hashes(before) === hashes(now);
}
