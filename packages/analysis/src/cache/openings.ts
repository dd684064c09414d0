// SPDX-License-Identifier: Apache-2.0
import { RecentMap } from "../recent-map.ts";
import type { SentPrompt } from "./sent-prompt.ts";

const MAX_OPENINGS = 1_000;

/** The last prompts that conversations of each kind of agent began with: their tools and instructions are mostly the same. */
export class Openings {
  readonly #last = new RecentMap<{ prompt?: SentPrompt }>({ maxEntries: MAX_OPENINGS, letGo: () => undefined });

  /** The prompt before that should have begun as this one does, if there is one; takes this one for the next. */
  before(now: SentPrompt): SentPrompt | undefined {
    return this.#last.use(
      keyOf(now),
      () => ({}),
      (last) => {
        const before = last.prompt;
        last.prompt = now;
        return before;
      },
    );
  }
}

/** What is the same over conversations of one agent, even where a block of its instructions is not. */
function keyOf({ prompt, provider, model, agent }: SentPrompt): string {
  const tools = prompt.blocks.filter(({ section }) => section === "tools").map(({ toolName = "" }) => toolName);
  const instructions = prompt.blocks.filter(({ section }) => section === "system").length;
  return JSON.stringify([
    prompt.keyId,
    provider,
    model,
    agent,
    tools.toSorted((a, b) => a.localeCompare(b)),
    instructions,
  ]);
}
