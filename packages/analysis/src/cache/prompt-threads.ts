// SPDX-License-Identifier: Apache-2.0
import { commonBlocks } from "../context/block-tokens.ts";
import { isCompacted } from "./miss-cause.ts";
import { readableTokens } from "./missed-tokens.ts";
import type { SentPrompt } from "./sent-prompt.ts";

/** Prompts of one conversation that the next may go on from: one to an agent and model; of more, the oldest is let go. */
const MAX_PROMPTS = 8;

/** The last prompts of one conversation, each of which the next call may go on from. */
export class PromptThreads {
  #prompts: SentPrompt[] = [];

  /** Blocks kept to compare the next prompts with. */
  get heldBlocks(): number {
    return this.#prompts.reduce((sum, { prompt }) => sum + prompt.blocks.length, 0);
  }

  /** The prompt that this one goes on from: of the same model if there is one, then the one that most could be read of. */
  before(now: SentPrompt): SentPrompt | undefined {
    const known = this.#prompts.filter((before) => goesOn(before, now));
    const ranked = known.map((before) => ({
      before,
      isSameModel: before.model === now.model,
      tokens: readableTokens(before, now),
    }));
    return ranked.toSorted((a, b) => Number(b.isSameModel) - Number(a.isSameModel) || b.tokens - a.tokens)[0]?.before;
  }

  /** Takes the place of the prompt that it goes on from; prompts of other models can still be read. */
  add(now: SentPrompt, before: SentPrompt | undefined): void {
    const isReplaced = (one: SentPrompt): boolean => one === before && one.model === now.model;
    this.#prompts = [...this.#prompts.filter((one) => !isReplaced(one)).slice(1 - MAX_PROMPTS), now];
  }
}

/** Whether two prompts are of one agent's conversation: they share messages, or the history was made shorter. */
function goesOn(before: SentPrompt, now: SentPrompt): boolean {
  if (before.prompt.keyId !== now.prompt.keyId || before.provider !== now.provider || before.agent !== now.agent)
    return false;
  const common = commonBlocks(before.prompt.blocks, now.prompt.blocks);
  if (now.prompt.blocks[common - 1]?.section === "messages") return true;
  return sharesMessages(before, now) || (common > 0 && isCompacted(before, now));
}

function sharesMessages(before: SentPrompt, now: SentPrompt): boolean {
  const isMessage = ({ section }: { readonly section: string }): boolean => section === "messages";
  const sent = new Set(before.prompt.blocks.filter(isMessage).map(({ hash }) => hash));
  return now.prompt.blocks.some((block) => isMessage(block) && sent.has(block.hash));
}
