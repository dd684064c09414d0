// SPDX-License-Identifier: Apache-2.0
import type { Operation, PromptSection } from "@outlay/core";

import { CACHE_RULES } from "./cache-rule-table.ts";

/**
 * How a provider's prompt cache works for a family of models.
 *
 * True of all of them, and so no field: a prefix can be read once the answer to the call that writes it has begun, and
 * each read starts its lifetime anew.
 */
export interface CacheRules {
  /**
   * `explicit`: only what breakpoints mark is kept. `marked`: the provider marks the end of the prompt itself, and keeps
   * that and what breakpoints mark. `implicit`: every prefix is kept.
   */
  readonly kind: "explicit" | "marked" | "implicit";
  /** Shorter prefixes are neither kept nor read; nothing says so. */
  readonly minimumTokens: number;
  /** Prefixes that one request can ask to have kept; more are refused, or the first of them not kept. */
  readonly maxBreakpoints?: number;
  /** What is kept ends at a multiple of so many tokens; absent is anywhere. */
  readonly stepTokens?: number;
  /** Blocks looked at from a breakpoint backwards, itself included, for a prefix that is kept; absent is all. */
  readonly lookbackBlocks?: number;
  /** How long a prefix is kept after each use, by the vendor's word; the first is the default. */
  readonly lifetimesMs: readonly (readonly [word: string, ms: number])[];
  /** Whether what is written is billed, and so reported. */
  readonly reportsWrites: boolean;
  /** Settings that each have a cache of their own, by their names in a fingerprint. */
  readonly scopedBy: readonly string[];
  /**
   * The section from which on a setting's change makes prefixes unreadable, by its name in a fingerprint; `images` is
   * whether there are any.
   */
  readonly settings: Readonly<Record<string, PromptSection>>;
  /** What the vendor calls a change in a section. */
  readonly changed: Readonly<
    Record<PromptSection, "tools_changed" | "system_changed" | "messages_changed" | "input_changed">
  >;
}

/** Rules of some models, and where they stand. */
export interface CacheRuleRow {
  /** `gen_ai.provider.name`. */
  readonly providers: readonly string[];
  /** Of the model's name, whatever router or region stands before it. */
  readonly model: RegExp;
  readonly rules: CacheRules;
  readonly source: string;
  /** What copies of the source do not agree on, and which of them was taken. */
  readonly doubt?: string;
  /** ISO day on which somebody last looked. */
  readonly verified: string;
}

/** Finds the rules of an operation's cache; `undefined` where nothing is known of one. */
export function cacheRulesFor(
  operation: Pick<Operation, "provider" | "responseModel" | "requestModel">,
): CacheRules | undefined {
  const { provider } = operation;
  const model = servedModel(operation);
  return CACHE_RULES.find((row) => row.providers.includes(provider) && row.model.test(model))?.rules;
}

/** The model that answered, else the one that was asked for. */
export function servedModel({
  responseModel,
  requestModel,
}: Pick<Operation, "responseModel" | "requestModel">): string {
  return responseModel ?? requestModel ?? "";
}

/** How long a prefix is kept: as a breakpoint asks, else as the provider does. */
export function lifetimeMs({ lifetimesMs }: CacheRules, word?: string): number {
  const asked = lifetimesMs.find(([name]) => name === word) ?? lifetimesMs[0];
  return asked?.[1] ?? 0;
}
