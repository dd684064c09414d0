// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";
import type { Cost, CostPart } from "@outlay/pricing";

const READ: readonly CostPart[] = ["cacheRead", "cacheReadAudio", "cacheReadImage"];
const WRITTEN: readonly CostPart[] = ["cacheWrite", "cacheWrite5m", "cacheWrite30m", "cacheWrite1h", "cacheWrite12h"];
const UNCACHED: readonly CostPart[] = ["uncachedInput", "inputAudio", "inputImage", "inputVideo"];

/** Tokens that were billed alike, in the order in which a prompt is made of them. */
interface Stretch {
  readonly tokens: number;
  readonly picoUsd: number;
}

/**
 * The bill of one prompt by position. Caches work on prefixes, so a prompt begins with what was read, goes on with
 * what was written, and ends with what was neither.
 */
export class InputBill {
  readonly tokens: number;
  /** pico-USD; `undefined` where the cost of the input is not known by itself. */
  readonly picoUsd: number | undefined;
  readonly #stretches: readonly Stretch[];

  /** @returns `undefined` for a call whose input is not known. */
  static of({ usage }: Pick<Operation, "usage">, cost: Cost): InputBill | undefined {
    if (usage?.inputTokens === undefined) return undefined;
    const { inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
    const parts = cost.status === "unpriced" || cost.status === "provider_reported" ? undefined : cost.parts;
    const amount = (names: readonly CostPart[]): number => names.reduce((sum, name) => sum + (parts?.[name] ?? 0), 0);
    const stretches = [
      { tokens: cacheReadTokens, picoUsd: amount(READ) },
      { tokens: cacheWriteTokens, picoUsd: amount(WRITTEN) },
      { tokens: inputTokens - cacheReadTokens - cacheWriteTokens, picoUsd: amount(UNCACHED) },
    ];
    return new InputBill(stretches, parts !== undefined);
  }

  private constructor(stretches: readonly Stretch[], isKnown: boolean) {
    this.#stretches = stretches;
    this.tokens = stretches.reduce((sum, { tokens }) => sum + tokens, 0);
    this.picoUsd = isKnown ? stretches.reduce((sum, { picoUsd }) => sum + picoUsd, 0) : undefined;
  }

  /**
   * What the first `tokens` of the prompt cost, in whole pico-USD. Differences of it share the bill out among blocks
   * without a remainder.
   */
  costOfFirst(tokens: number): number | undefined {
    if (this.picoUsd === undefined) return undefined;
    let left = tokens;
    let picoUsd = 0;
    for (const stretch of this.#stretches) {
      if (left <= 0) break;
      picoUsd += left >= stretch.tokens ? stretch.picoUsd : (stretch.picoUsd * left) / stretch.tokens;
      left -= stretch.tokens;
    }
    return Math.round(picoUsd);
  }
}
