// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { OUTLAY } from "@outlay/semconv";

import { blockFromText } from "./block-text.ts";
import { chainAfter, chainStart } from "./chain.ts";
import type { PromptBlock, PromptFingerprint } from "./prompt-fingerprint.ts";

/** Blocks of earlier spans that a later one may go on from; the oldest are forgotten first. */
const MAX_BLOCKS = 50_000;
/** More than any provider takes, so that a file cannot make one span cost any amount. */
const MAX_BLOCKS_OF_PROMPT = 20_000;

/** A block and those before it, which prompts that begin the same have in common. */
interface ReadBlock {
  readonly block: PromptBlock;
  readonly before: ReadBlock | undefined;
  readonly count: number;
}

/**
 * Reads prompts from the attributes that {@link PromptWriter} wrote, in the order in which the calls ended.
 *
 * Anything that is not whole is no prompt: what was cut off, and what goes on from a span that was not read.
 */
export class PromptReader {
  readonly #blocks: Map<string, ReadBlock> = new Map();

  /** @returns `undefined` where the span tells of no prompt, or not of all of it. */
  read(attributes: Attributes): PromptFingerprint | undefined {
    const keyId = attributes[OUTLAY.PROMPT_KEY_ID];
    const base = attributes[OUTLAY.PROMPT_BASE];
    if (typeof keyId !== "string") return undefined;
    const start = typeof base === "string" ? this.#blocks.get(base) : undefined;
    if (base !== undefined && start === undefined) return undefined;
    const last = this.#add(texts(attributes[OUTLAY.PROMPT_BLOCKS]), start, chainStart(keyId));
    if (last === "unreadable" || attributes[OUTLAY.PROMPT_STATUS] !== "complete") return undefined;
    const { automatic, byIndex } = breakpointsOf(texts(attributes[OUTLAY.PROMPT_BREAKPOINTS]));
    return {
      keyId,
      blocks: listed(last).map((block, index) => {
        const breakpoint = byIndex.get(index);
        return breakpoint === undefined ? block : Object.freeze({ ...block, breakpoint });
      }),
      settings: Object.fromEntries(texts(attributes[OUTLAY.PROMPT_SETTINGS]).map(pairOf)),
      ...(automatic !== undefined && { automaticBreakpoint: automatic }),
      ...(attributes[OUTLAY.PROMPT_REMOTE_INPUT] === true && { hasRemoteInput: true as const }),
    };
  }

  #add(lines: readonly string[], base: ReadBlock | undefined, first: string): ReadBlock | undefined | "unreadable" {
    let last = base;
    for (const line of lines) {
      const written = blockFromText(line);
      if (written === undefined || (last?.count ?? 0) >= MAX_BLOCKS_OF_PROMPT) return "unreadable";
      const chain = chainAfter(last?.block.chain ?? first, written);
      last = { block: Object.freeze({ ...written, chain }), before: last, count: (last?.count ?? 0) + 1 };
      this.#blocks.delete(chain);
      this.#blocks.set(chain, last);
    }
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
    return last;
  }
}

function listed(last: ReadBlock | undefined): readonly PromptBlock[] {
  const blocks: PromptBlock[] = [];
  for (let at = last; at !== undefined; at = at.before) blocks.push(at.block);
  return blocks.reverse();
}

function breakpointsOf(pairs: readonly string[]): { automatic: string | undefined; byIndex: Map<number, string> } {
  const read = pairs.map(pairOf);
  return {
    automatic: read.find(([index]) => index === "")?.[1],
    byIndex: new Map(read.filter(([index]) => index !== "").map(([index, lifetime]) => [Number(index), lifetime])),
  };
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf("=");
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item: unknown): item is string => typeof item === "string") : [];
}
