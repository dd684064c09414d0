// SPDX-License-Identifier: Apache-2.0

/** How well the next tool of an agent is known before the model has asked for it. */
export interface NextToolReport {
  /** Tool runs that followed two others, and so could be predicted. */
  readonly predictions: number;
  /** Shares of them whose tool was the first guess, or one of the first three; `undefined` without any. */
  readonly hitAt1: number | undefined;
  readonly hitAt3: number | undefined;
}

/** Pairs of tools that are remembered; further ones are not predicted. */
const MAX_PAIRS = 10_000;
const GUESSES = 3;
const START = "";

/**
 * Predicts each tool by the two before it, from what was seen until then, and counts how often that was right. What is
 * predicted is learnt only afterwards: the figure is what a speculating program would have had.
 */
export class NextTool {
  readonly #next = new Map<string, Map<string, number>>();
  #predictions = 0;
  #hitsAt1 = 0;
  #hitsAt3 = 0;

  /** @param last - The two tools before, the older first; fewer at the beginning. */
  add(last: readonly string[], tool: string): void {
    const [older = START, newer = START] = last.slice(-2);
    const key = JSON.stringify([older, newer]);
    const counts = this.#next.get(key);
    if (last.length >= 2) this.#score(counts, tool);
    if (counts !== undefined) counts.set(tool, (counts.get(tool) ?? 0) + 1);
    else if (this.#next.size < MAX_PAIRS) this.#next.set(key, new Map([[tool, 1]]));
  }

  report(): NextToolReport {
    const share = (hits: number): number | undefined =>
      this.#predictions === 0 ? undefined : hits / this.#predictions;
    return { predictions: this.#predictions, hitAt1: share(this.#hitsAt1), hitAt3: share(this.#hitsAt3) };
  }

  #score(counts: ReadonlyMap<string, number> | undefined, tool: string): void {
    this.#predictions += 1;
    const guesses = [...(counts ?? [])].toSorted((a, b) => b[1] - a[1]).slice(0, GUESSES);
    const place = guesses.findIndex(([guess]) => guess === tool);
    if (place === 0) this.#hitsAt1 += 1;
    if (place >= 0) this.#hitsAt3 += 1;
  }
}
