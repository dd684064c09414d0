// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock } from "@outlay/core";

import type { Compaction } from "./compaction.ts";
import { Growth } from "./growth.ts";

/** One line of prompts, each made from the one before: an agent, or a sub-agent, inside a conversation. */
export class Thread {
  readonly growth = new Growth();
  readonly keyId: string | undefined;
  blocks: readonly PromptBlock[] = [];
  tokens = 0;
  compaction: Compaction | undefined;
  /** The thread whose history was made shorter, and how far it had come. */
  readonly #cutFrom: { readonly thread: Thread; readonly calls: number } | undefined;

  constructor(keyId: string | undefined, cutFrom?: Thread) {
    this.keyId = keyId;
    this.#cutFrom = cutFrom === undefined ? undefined : { thread: cutFrom, calls: cutFrom.growth.calls };
  }

  /** False when the longer thread went on after all: then this was another agent's, and nothing was cut. */
  get wasCut(): boolean {
    return this.#cutFrom !== undefined && this.#cutFrom.thread.growth.calls === this.#cutFrom.calls;
  }

  extend(blocks: readonly PromptBlock[], tokens: number): void {
    this.growth.add(tokens);
    this.blocks = blocks;
    this.tokens = tokens;
  }
}
