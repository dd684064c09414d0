// SPDX-License-Identifier: Apache-2.0
import type { PromptFingerprint, PromptSection } from "@outlay/core";

import type { CacheRules } from "./cache-rules.ts";

/** What comes before what in every request. */
export const SECTION_ORDER: Readonly<Record<PromptSection, number>> = { tools: 0, system: 1, messages: 2 };

/** The value of a setting as the rules name it. */
export function settingOf({ settings, blocks }: PromptFingerprint, name: string): string {
  if (name === "images") return String(blocks.some(({ kind }) => kind === "image"));
  return settings[name] ?? "";
}

/** Settings that differ between two prompts and make unreadable what was kept, the farthest-reaching first. */
export function changedSettings(before: PromptFingerprint, now: PromptFingerprint, rules: CacheRules): string[] {
  return Object.keys(rules.settings)
    .filter((name) => settingOf(before, name) !== settingOf(now, name))
    .toSorted((a, b) => SECTION_ORDER[rules.settings[a] ?? "tools"] - SECTION_ORDER[rules.settings[b] ?? "tools"]);
}

/** Names the prefixes of a prompt, one to a block: two are equal where a provider takes them for the same. */
export function prefixKeys(prompt: PromptFingerprint, rules: CacheRules): readonly string[] {
  const salts = { tools: salt(prompt, rules, "tools"), system: salt(prompt, rules, "system") };
  const messages = salt(prompt, rules, "messages");
  return prompt.blocks.map(({ chain, section }) => `${chain}${section === "messages" ? messages : salts[section]}`);
}

/** Blocks after which the request asks for the prefix to be kept, and for how long. */
export function breakpointsOfPrompt({
  blocks,
  automaticBreakpoint,
}: PromptFingerprint): readonly { readonly index: number; readonly ttl: string }[] {
  const last = blocks.length - 1;
  const marks = blocks.flatMap(({ breakpoint }, index) =>
    breakpoint === undefined ? [] : [{ index, ttl: breakpoint }],
  );
  if (automaticBreakpoint === undefined || last < 0 || marks.at(-1)?.index === last) return marks;
  return [...marks, { index: last, ttl: automaticBreakpoint }];
}

function salt(prompt: PromptFingerprint, { settings, scopedBy }: CacheRules, section: PromptSection): string {
  const names = Object.keys(settings).filter(
    (name) => SECTION_ORDER[settings[name] ?? "tools"] <= SECTION_ORDER[section],
  );
  return JSON.stringify([...scopedBy, ...names].map((name) => settingOf(prompt, name)));
}
