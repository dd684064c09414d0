// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { OUTLAY } from "@outlay/semconv";

import { blockText } from "./block-text.ts";
import type { PromptBlock, PromptFingerprint } from "./prompt-fingerprint.ts";

/** Blocks of one span, in characters. What is left is told by the next calls, which go on from what was told. */
const MAX_TEXT_LENGTH = 16_384;
/** Calls after which a prompt is told from its beginning, so that a lost span costs no more than these. */
const MAX_DELTAS = 16;
/** Calls after which nothing counts as told, so that files which are thrown away leave readable ones behind. */
const MAX_CALLS = 256;
/** Chains that are known to be told; the oldest are forgotten first. */
const MAX_TOLD = 10_000;

/**
 * Writes prompts as attributes: the leading blocks that an earlier span has told by one chain, the others each as a line.
 *
 * Writes for one process in the order in which calls end; a reader must see the same spans in that order.
 */
export class PromptWriter {
  /** By chain: how many spans a reader needs for it. */
  readonly #told: Map<string, number> = new Map();

  #calls = 0;

  /** How many chains are remembered; never more than 10,000. */
  get toldChains(): number {
    return this.#told.size;
  }

  attributes({ keyId, blocks, settings, automaticBreakpoint, hasRemoteInput }: PromptFingerprint): Attributes {
    this.#calls += 1;
    if (this.#calls % MAX_CALLS === 0) this.#told.clear();
    const shared = this.#sharedBlocks(blocks);
    const lines = linesThatFit(blocks, shared);
    const end = shared + lines.length;
    const base = blocks[shared - 1]?.chain;
    this.#remember(blocks.slice(shared, end), base === undefined ? 0 : (this.#told.get(base) ?? 0) + 1);
    const written: Attributes = {
      [OUTLAY.PROMPT_KEY_ID]: keyId,
      [OUTLAY.PROMPT_STATUS]: end < blocks.length ? "truncated" : "complete",
      [OUTLAY.PROMPT_BLOCKS]: lines,
    };
    if (base !== undefined) {
      written[OUTLAY.PROMPT_BASE] = base;
      written[OUTLAY.PROMPT_SHARED_BLOCKS] = shared;
    }
    const breakpoints = blocks.flatMap(({ breakpoint }, index) =>
      breakpoint === undefined ? [] : [`${index}=${breakpoint}`],
    );
    if (automaticBreakpoint !== undefined) breakpoints.push(`=${automaticBreakpoint}`);
    if (breakpoints.length > 0) written[OUTLAY.PROMPT_BREAKPOINTS] = breakpoints;
    const hashes = Object.entries(settings).map(([name, hash]) => `${name}=${hash}`);
    if (hashes.length > 0) written[OUTLAY.PROMPT_SETTINGS] = hashes;
    if (hasRemoteInput === true) written[OUTLAY.PROMPT_REMOTE_INPUT] = true;
    return written;
  }

  /** How many leading blocks need not be told. */
  #sharedBlocks(blocks: readonly PromptBlock[]): number {
    for (let end = blocks.length; end > 0; end -= 1) {
      const deltas = this.#told.get(blocks[end - 1]?.chain ?? "");
      if (deltas !== undefined) return deltas < MAX_DELTAS ? end : 0;
    }
    return 0;
  }

  #remember(blocks: readonly PromptBlock[], deltas: number): void {
    for (const { chain } of blocks) {
      this.#told.delete(chain);
      this.#told.set(chain, deltas);
    }
    for (const oldest of this.#told.keys()) {
      if (this.#told.size <= MAX_TOLD) break;
      this.#told.delete(oldest);
    }
  }
}

function linesThatFit(blocks: readonly PromptBlock[], start: number): string[] {
  const lines: string[] = [];
  let length = 0;
  for (let index = start; index < blocks.length; index += 1) {
    const block = blocks[index];
    if (block === undefined) break;
    const line = blockText(block);
    length += line.length;
    if (length > MAX_TEXT_LENGTH) break;
    lines.push(line);
  }
  return lines;
}
