// SPDX-License-Identifier: Apache-2.0
import type { PromptFingerprint, Usage } from "@outlay/core";

import { cacheRulesFor, servedModel } from "../cache/cache-rules.ts";
import type { CacheRules } from "../cache/cache-rules.ts";
import { CacheSimulator } from "../cache/cache-simulator.ts";
import { firstByteMs } from "../cache/sent-prompt.ts";
import type { Scenario } from "./scenario.ts";
import { asked, withoutCacheCounts } from "./scenarios.ts";

/** Where a request can ask for its prompt to be kept: after its tools, after its instructions, after its last message. */
export type CacheBreakpoint = "tools" | "system" | "last";

/** How the prompt cache could have been used. */
export interface CacheLayout {
  /** How long prompts are kept, in the vendor's word: `5m`, `1h`, `30m`, `12h`. @defaultValue the vendor's own */
  readonly ttl?: string | undefined;
  /** @defaultValue where they were */
  readonly breakpoints?: readonly CacheBreakpoint[] | undefined;
}

/** The counts that written tokens are billed under, by lifetime. */
const WRITES: Readonly<Record<string, keyof Usage>> = {
  "5m": "cacheWrite5mTokens",
  "30m": "cacheWrite30mTokens",
  "1h": "cacheWrite1hTokens",
  "12h": "cacheWrite12hTokens",
};

/**
 * The same prompts, kept otherwise: the cache is simulated by the provider's published rules, from empty. Of calls without a
 * fingerprint, and of providers that do not know the lifetime, it cannot tell.
 */
export function withCacheLayout({ ttl, breakpoints }: CacheLayout): Scenario {
  const simulator = new CacheSimulator();
  const places = breakpoints === undefined ? "" : `, breakpoints ${breakpoints.join(" + ")}`;
  return {
    name: `prompt cache ${ttl ?? "by default"}${places}`,
    rewrite(operation) {
      const rules = cacheRulesFor(operation);
      const { prompt, usage } = operation;
      if (rules === undefined || prompt === undefined || prompt.hasRemoteInput === true) return "unknown";
      const word = ttl ?? rules.lifetimesMs[0]?.[0] ?? "";
      if (usage?.inputTokens === undefined || !rules.lifetimesMs.some(([name]) => name === word)) return "unknown";
      const predicted = simulator.send(
        {
          prompt: laidOut(prompt, word, breakpoints),
          inputTokens: usage.inputTokens,
          scope: JSON.stringify([operation.provider, servedModel(operation)]),
          startTimeMs: operation.startTimeMs,
          availableAtMs: firstByteMs(operation),
        },
        rules,
      );
      return [asked(operation, { usage: cachedUsage(usage, predicted, rules, word) })];
    },
  };
}

function cachedUsage(
  usage: Usage,
  { readTokens, writeTokens }: { readonly readTokens: number; readonly writeTokens: number },
  { reportsWrites }: CacheRules,
  ttl: string,
): Usage {
  const lifetime = WRITES[ttl];
  return {
    ...withoutCacheCounts(usage),
    cacheReadTokens: readTokens,
    ...(reportsWrites && { cacheWriteTokens: writeTokens }),
    ...(reportsWrites && lifetime !== undefined && { [lifetime]: writeTokens }),
  };
}

function laidOut(
  prompt: PromptFingerprint,
  ttl: string,
  breakpoints: readonly CacheBreakpoint[] | undefined,
): PromptFingerprint {
  const { automaticBreakpoint, ...rest } = prompt;
  if (breakpoints === undefined) {
    const blocks = prompt.blocks.map((block) =>
      block.breakpoint === undefined ? block : { ...block, breakpoint: ttl },
    );
    return { ...rest, blocks, ...(automaticBreakpoint !== undefined && { automaticBreakpoint: ttl }) };
  }
  const lastOf = (section: CacheBreakpoint): number =>
    section === "last" ? prompt.blocks.length - 1 : prompt.blocks.findLastIndex((block) => block.section === section);
  const marked = new Set(breakpoints.map(lastOf));
  const blocks = prompt.blocks.map(({ breakpoint: _recorded, ...block }, index) =>
    marked.has(index) ? { ...block, breakpoint: ttl } : block,
  );
  return { ...rest, blocks };
}
