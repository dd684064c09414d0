// SPDX-License-Identifier: Apache-2.0
import type { Operation, PromptBlock, Usage } from "@outlay/core";

import type { PriceCall } from "../analyzed-call.ts";
import { commonBlocks } from "../context/block-tokens.ts";
import { asked } from "../whatif/scenarios.ts";
import type { SentPrompt } from "./sent-prompt.ts";

/** Written tokens by lifetime; each is part of `cacheWriteTokens`. */
const WRITES = ["cacheWrite5mTokens", "cacheWrite30mTokens", "cacheWrite1hTokens", "cacheWrite12hTokens"] as const;

/**
 * Tokens of a prompt that could have been read, had it begun as the one before did: what both have, whether or not
 * something before it changed, and the block that changed itself. Never more than was kept.
 */
export function readableTokens(before: SentPrompt, now: SentPrompt): number {
  const common = commonBlocks(before.prompt.blocks, now.prompt.blocks);
  if (common >= before.cachedBlocks) return Math.min(before.keptTokens, now.tokens);
  const kept = new Set(before.prompt.blocks.slice(0, before.cachedBlocks).map(({ hash }) => hash));
  const [was, is] = [before.prompt.blocks[common], now.prompt.blocks[common]];
  const isReplaced = was?.section === is?.section && was?.kind === is?.kind;
  const isKept = ({ hash }: PromptBlock, index: number): boolean =>
    index < common || kept.has(hash) || (index === common && isReplaced);
  let tokens = 0;
  for (const [index, block] of now.prompt.blocks.entries()) {
    if (isKept(block, index)) tokens += (now.ends[index] ?? 0) - (now.ends[index - 1] ?? 0);
  }
  return Math.min(Math.round(tokens), before.keptTokens);
}

/** What a call cost more than if `missedTokens` of its prompt had been read, in pico-USD; `undefined` without a price. */
export function costOfMissing(operation: Operation, missedTokens: number, price: PriceCall): number | undefined {
  const { usage } = operation;
  if (usage === undefined) return undefined;
  if (missedTokens === 0) return 0;
  const paid = price(asked(operation, { usage }));
  const read = price(asked(operation, { usage: withMoreRead(usage, missedTokens) }));
  if (paid.status === "unpriced" || read.status === "unpriced") return undefined;
  return Math.max(0, paid.totalPicoUsd - read.totalPicoUsd);
}

/** What was missed was mostly written again, as far as anything was. */
function withMoreRead(usage: Usage, tokens: number): Usage {
  const { cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const changed: { -readonly [Key in keyof Usage]: Usage[Key] } = {
    ...usage,
    cacheReadTokens: cacheReadTokens + tokens,
    cacheWriteTokens: Math.max(0, cacheWriteTokens - tokens),
  };
  let left = Math.min(tokens, cacheWriteTokens);
  for (const lifetime of WRITES) {
    const written = usage[lifetime];
    if (written === undefined) continue;
    const taken = Math.min(written, left);
    changed[lifetime] = written - taken;
    left -= taken;
  }
  return changed;
}
