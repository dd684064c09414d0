// SPDX-License-Identifier: Apache-2.0
import { TOKEN_KINDS } from "./span-row.ts";
import type { CallSpend, SpanRow, TokenKind } from "./span-row.ts";

/** Sum of some calls. Amounts are pico-USD. */
export interface Spend {
  readonly calls: number;
  readonly tokens: Readonly<Record<TokenKind, number>>;
  readonly picoUsdByKind: Readonly<Record<TokenKind, number>>;
  readonly picoUsd: number;
  readonly savedPicoUsd: number;
  readonly pricedCalls: number;
  readonly unpricedCalls: number;
  /** Priced calls that are a lower bound. */
  readonly partialCalls: number;
  /** Calls that are an estimate. */
  readonly estimatedCalls: number;
}

/** A span with those below it, in the order they started. */
export interface TraceNode {
  readonly row: SpanRow;
  readonly children: readonly TraceNode[];
  /** Of the span and all below it. */
  readonly spend: Spend;
}

/**
 * Puts rows of one trace in order: usually one root; more where the spans between are not there.
 *
 * Without recursion: an agent that calls itself makes traces deeper than the stack.
 */
export function treeFromRows(rows: readonly SpanRow[]): readonly TraceNode[] {
  const present = new Set(rows.map((row) => row.spanId));
  const inOrder = rows.toSorted((first, second) => first.startMs - second.startMs);
  const childrenOf = Map.groupBy(inOrder, ({ parentSpanId }) =>
    parentSpanId !== undefined && present.has(parentSpanId) ? parentSpanId : undefined,
  );
  const roots = (childrenOf.get(undefined) ?? []).map(leaf);
  const parentsFirst = [...roots];
  // The list is walked while it grows.
  for (const node of parentsFirst) {
    node.children = (childrenOf.get(node.row.spanId) ?? []).map(leaf);
    for (const child of node.children) parentsFirst.push(child);
  }
  for (const node of parentsFirst.toReversed()) {
    if (node.children.length > 0) node.spend = sum([node.spend, ...node.children.map((child) => child.spend)]);
  }
  return roots;
}

interface GrowingNode extends TraceNode {
  children: readonly GrowingNode[];
  spend: Spend;
}

function leaf(row: SpanRow): GrowingNode {
  return { row, children: [], spend: sumCalls(row.call === undefined ? [] : [row.call]) };
}

/** Sums up calls. */
export function sumCalls(calls: readonly CallSpend[]): Spend {
  return sum(calls.map(spendOf));
}

function spendOf(call: CallSpend): Spend {
  const isPriced = call.picoUsd !== undefined;
  return {
    calls: 1,
    tokens: { ...NONE, ...call.tokens },
    picoUsdByKind: { ...NONE, ...call.picoUsdByKind },
    picoUsd: call.picoUsd ?? 0,
    savedPicoUsd: call.savedPicoUsd ?? 0,
    pricedCalls: isPriced ? 1 : 0,
    unpricedCalls: !isPriced && call.costStatus !== undefined ? 1 : 0,
    partialCalls: isPriced && isLowerBound(call) ? 1 : 0,
    estimatedCalls: isEstimate(call) ? 1 : 0,
  };
}

/** Part of what the provider bills is not known. */
export function isLowerBound(call: CallSpend): boolean {
  return call.isUsagePartial || call.costStatus === "partial";
}

/** Counts or rates were guessed, or may be out of date. */
export function isEstimate({ costStatus }: CallSpend): boolean {
  return costStatus === "estimated" || costStatus === "stale";
}

const NONE: Readonly<Record<TokenKind, number>> = { uncached: 0, cached: 0, written: 0, output: 0 };

function sum(parts: readonly Spend[]): Spend {
  const total = (read: (part: Spend) => number): number => parts.reduce((amount, part) => amount + read(part), 0);
  const byKind = (read: (part: Spend) => Readonly<Record<TokenKind, number>>): Record<TokenKind, number> => {
    const sums = { ...NONE };
    for (const kind of TOKEN_KINDS) sums[kind] = total((part) => read(part)[kind]);
    return sums;
  };
  return {
    calls: total((part) => part.calls),
    tokens: byKind((part) => part.tokens),
    picoUsdByKind: byKind((part) => part.picoUsdByKind),
    picoUsd: total((part) => part.picoUsd),
    savedPicoUsd: total((part) => part.savedPicoUsd),
    pricedCalls: total((part) => part.pricedCalls),
    unpricedCalls: total((part) => part.unpricedCalls),
    partialCalls: total((part) => part.partialCalls),
    estimatedCalls: total((part) => part.estimatedCalls),
  };
}
