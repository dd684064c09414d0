// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock, PromptBlockKind, PromptSection } from "@outlay/core";

import type { InputBill } from "./input-bill.ts";

/** What one kind of block cost to carry: to send, and to send again with every call that came after it. */
export interface CarriedCost {
  readonly section: PromptSection;
  readonly kind: PromptBlockKind;
  /** Of tool definitions, calls and results. */
  readonly toolName?: string;
  /** Tokens of the blocks, counted again in each call that carried them. Estimated from bytes. */
  readonly tokens: number;
  /** pico-USD over the calls whose price is known; `undefined` where none is. */
  readonly picoUsd: number | undefined;
}

/** Kinds of blocks told apart by tool; the rest is one group for each section and kind. */
const MAX_GROUPS = 2_000;
const OTHER_TOOLS = "(other)";

interface Sum {
  readonly section: PromptSection;
  readonly kind: PromptBlockKind;
  readonly toolName: string | undefined;
  tokens: number;
  picoUsd: number | undefined;
}

/** Sums of what blocks cost, by section, kind and tool. At most {@link MAX_GROUPS} groups; further tools are one. */
export class CarriedCosts {
  readonly #sums = new Map<string, Sum>();

  /** Shares one call's bill out among its blocks. */
  addCall(blocks: readonly PromptBlock[], ends: readonly number[], bill: InputBill): void {
    let start = 0;
    let paid = bill.picoUsd === undefined ? undefined : 0;
    for (const [index, block] of blocks.entries()) {
      const end = ends[index] ?? start;
      const paidNow = bill.costOfFirst(end);
      this.#add(block, end - start, paid === undefined || paidNow === undefined ? undefined : paidNow - paid);
      start = end;
      paid = paidNow;
    }
  }

  /** Adds all of another's sums. */
  merge(other: CarriedCosts): void {
    for (const sum of other.#sums.values()) this.#add(sum, sum.tokens, sum.picoUsd);
  }

  /** What tools cost whose definition was sent: by tool. */
  *definitions(): Iterable<CarriedCost & { readonly toolName: string }> {
    for (const { toolName, ...sum } of this.list()) {
      if (sum.kind === "tool_definition" && toolName !== undefined) yield { ...sum, toolName };
    }
  }

  /** The dearest first. */
  list(): readonly CarriedCost[] {
    return [...this.#sums.values()]
      .map(({ toolName, tokens, ...sum }) => ({
        ...sum,
        tokens: Math.round(tokens),
        ...(toolName === undefined ? {} : { toolName }),
      }))
      .toSorted((a, b) => (b.picoUsd ?? 0) - (a.picoUsd ?? 0) || b.tokens - a.tokens);
  }

  #add(of: Pick<PromptBlock, "section" | "kind" | "toolName">, tokens: number, picoUsd: number | undefined): void {
    const sum = this.#sumOf(of);
    sum.tokens += tokens;
    if (picoUsd !== undefined) sum.picoUsd = (sum.picoUsd ?? 0) + picoUsd;
  }

  #sumOf({ section, kind, toolName }: Pick<PromptBlock, "section" | "kind" | "toolName">): Sum {
    const key = `${section}\n${kind}\n${toolName ?? ""}`;
    const known = this.#sums.get(key);
    if (known !== undefined) return known;
    if (toolName !== undefined && toolName !== OTHER_TOOLS && this.#sums.size >= MAX_GROUPS)
      return this.#sumOf({ section, kind, toolName: OTHER_TOOLS });
    const sum: Sum = { section, kind, toolName, tokens: 0, picoUsd: undefined };
    this.#sums.set(key, sum);
    return sum;
  }
}
