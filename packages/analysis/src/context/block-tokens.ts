// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock } from "@outlay/core";

/**
 * Bytes that a picture weighs at most beside text. Providers bill a picture by its size on a grid, about 1,600 tokens at
 * most, however long its base64 is; text has about four bytes to a token.
 */
const MAX_PICTURE_BYTES = 6_400;

/** Weight of a block among the blocks of one prompt: its bytes, as far as bytes become tokens. */
export function blockWeight({ kind, bytes }: Pick<PromptBlock, "kind" | "bytes">): number {
  return kind === "image" ? Math.min(bytes, MAX_PICTURE_BYTES) : bytes;
}

/**
 * Where each block of a prompt ends, in tokens from its beginning. Nobody tells the tokens of a block: the prompt's own
 * count is shared out by bytes, so they are estimates that add up to a fact.
 */
export function blockEnds(blocks: readonly PromptBlock[], inputTokens: number): readonly number[] {
  const total = blocks.reduce((sum, block) => sum + blockWeight(block), 0);
  let weight = 0;
  return blocks.map((block) => {
    weight += blockWeight(block);
    return total === 0 ? 0 : (inputTokens * weight) / total;
  });
}

/** How many blocks two prompts of one key begin with alike. */
export function commonBlocks(before: readonly PromptBlock[], now: readonly PromptBlock[]): number {
  // A chain hash covers all before it: where two differ, all after them differ too.
  let low = 0;
  let high = Math.min(before.length, now.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (before[middle - 1]?.chain === now[middle - 1]?.chain) low = middle;
    else high = middle - 1;
  }
  return low;
}
