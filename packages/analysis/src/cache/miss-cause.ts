// SPDX-License-Identifier: Apache-2.0
import type { PromptSection } from "@outlay/core";

import { commonBlocks } from "../context/block-tokens.ts";
import { looksCompacted } from "../context/compaction.ts";
import type { CacheMissCause, CacheMissReason } from "./cache-break.ts";
import type { CacheRules } from "./cache-rules.ts";
import { lookOfChange } from "./change-look.ts";
import { SECTION_ORDER, breakpointsOfPrompt, changedSettings, settingOf } from "./prefix-keys.ts";
import type { SentPrompt } from "./sent-prompt.ts";

/** Settings whose change the vendors have a word for; all others are `settings_changed`. */
const SETTING_REASONS: Readonly<Record<string, CacheMissReason>> = {
  prompt_cache_key: "prompt_cache_key_changed",
  service_tier: "service_tier_changed",
  text_format: "text_format_changed",
  reasoning_effort: "reasoning_effort_changed",
  verbosity: "verbosity_changed",
};
/** Settings that a request has because of some of its blocks, and so at no place of their own. */
const OF_BLOCKS: ReadonlySet<string> = new Set(["images", "citations", "web_search"]);
/** Prompts that a history must have grown from, for its loss to be one. */
const MIN_ANCESTORS = 2;

interface PlacedCause {
  readonly section: PromptSection;
  readonly cause: CacheMissCause;
}

/**
 * Finds out why a prompt was not read as far as the one before it was kept: what comes first in the request, first. What was
 * surely forgotten by then could not have been read whatever was sent; where a lifetime is only the least, a change is surer.
 */
export function missCause(before: SentPrompt, now: SentPrompt, rules: CacheRules): CacheMissCause {
  if (rules.kind !== "implicit" && isExpired(before, now)) return { reason: "ttl_expired" };
  if (before.model !== now.model) return { reason: "model_changed", pointer: "/model" };
  const elsewhere = rules.scopedBy.find((name) => settingOf(before.prompt, name) !== settingOf(now.prompt, name));
  if (elsewhere !== undefined) return settingCause(elsewhere, now);
  return (
    changeCause(before, now, rules) ??
    timeCause(before, now) ??
    breakpointCause(before, now, rules) ?? { reason: "unexplained" }
  );
}

/** Whether a conversation goes on with less of its history: what was kept of it is of no use any more. */
export function isCompacted(before: SentPrompt, now: SentPrompt): boolean {
  const common = commonBlocks(before.prompt.blocks, now.prompt.blocks);
  const changed = before.prompt.blocks[common];
  return (
    changed?.section === "messages" && before.ancestors >= MIN_ANCESTORS && looksCompacted(before.tokens, now.tokens)
  );
}

/** Of content and settings, what is rendered first made the rest unreadable. */
function changeCause(before: SentPrompt, now: SentPrompt, rules: CacheRules): CacheMissCause | undefined {
  const content = contentChange(before, now, rules);
  const [name] = changedSettings(before.prompt, now.prompt, rules);
  if (name === undefined) return content?.cause;
  const section = rules.settings[name] ?? "tools";
  const isContentFirst = content !== undefined && SECTION_ORDER[content.section] <= SECTION_ORDER[section];
  return isContentFirst ? content.cause : settingCause(name, now);
}

function contentChange(before: SentPrompt, now: SentPrompt, rules: CacheRules): PlacedCause | undefined {
  const common = commonBlocks(before.prompt.blocks, now.prompt.blocks);
  if (common >= before.cachedBlocks) return undefined;
  const [was, is] = [before.prompt.blocks[common], now.prompt.blocks[common]];
  // Where a section has ended in one of them, the other has something more in it.
  const changed = [is, was]
    .filter((block) => block !== undefined)
    .toSorted((a, b) => SECTION_ORDER[a.section] - SECTION_ORDER[b.section])[0];
  if (changed === undefined) return undefined;
  const { section, pointer, toolName } = changed;
  const reason = isCompacted(before, now) ? "context_compacted" : rules.changed[section];
  const looksLike = lookOfChange(before.prompt.blocks, now.prompt.blocks, common);
  return { section, cause: { reason, pointer, toolName, looksLike } };
}

function settingCause(name: string, { prompt }: SentPrompt): CacheMissCause {
  const reason = SETTING_REASONS[name] ?? "settings_changed";
  return OF_BLOCKS.has(name) ? { reason } : { reason, pointer: prompt.settingPlaces?.[name] ?? `/${name}` };
}

function timeCause(before: SentPrompt, now: SentPrompt): CacheMissCause | undefined {
  if (now.startTimeMs < before.availableAtMs) return { reason: "concurrent_write" };
  return isExpired(before, now) ? { reason: "ttl_expired" } : undefined;
}

function isExpired(before: SentPrompt, now: SentPrompt): boolean {
  return now.startTimeMs - before.startTimeMs > before.lifetimeMs;
}

function breakpointCause(before: SentPrompt, now: SentPrompt, rules: CacheRules): CacheMissCause | undefined {
  if (rules.kind !== "explicit") return undefined;
  const keptEnd = before.cachedBlocks - 1;
  // Only marks from the kept prefix on can find it.
  const nearest = breakpointsOfPrompt(now.prompt).find(({ index }) => index >= keptEnd)?.index;
  if (nearest === undefined) return { reason: "no_breakpoint" };
  const isTooFar = rules.lookbackBlocks !== undefined && nearest - keptEnd >= rules.lookbackBlocks;
  return isTooFar ? { reason: "lookback_exceeded", pointer: now.prompt.blocks[nearest]?.pointer } : undefined;
}
