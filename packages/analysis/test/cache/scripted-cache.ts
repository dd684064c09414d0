// SPDX-License-Identifier: Apache-2.0
import type { Operation, PromptFingerprint } from "@outlay/core";

import { cacheRulesFor } from "../../src/cache/cache-rules.ts";
import { CacheSimulator } from "../../src/cache/cache-simulator.ts";
import { MINUTE_MS, START_MS, callOf, promptOf } from "../prompts.ts";
import type { WrittenBlock } from "../prompts.ts";

/** One request of a script. */
export interface ScriptedRequest {
  readonly blocks: readonly WrittenBlock[];
  /** After the beginning of the script. */
  readonly atMs: number;
  readonly model?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly conversation?: string;
  /** What the provider forgot before its time. */
  readonly isEvicted?: boolean;
}

const MODELS = { anthropic: "claude-sonnet-4-5", openai: "gpt-5.6", "gcp.gemini": "gemini-3-pro" } as const;
/** Vendors whose caches differ in kind. */
export type ScriptedProvider = keyof typeof MODELS;
export const PROVIDERS = Object.keys(MODELS) as ScriptedProvider[];

/** Words that make so many tokens of four bytes. */
export function words(tokens: number, word = "word"): string {
  return word.padEnd(4).slice(0, 4).repeat(tokens);
}

/** Answers each request as a provider would whose cache keeps to its published rules, two seconds later. */
export function recordScript(provider: ScriptedProvider, script: readonly ScriptedRequest[]): readonly Operation[] {
  let cache = new CacheSimulator();
  return script.map(({ blocks, atMs, model = MODELS[provider], settings = {}, conversation = "c1", isEvicted }) => {
    if (isEvicted === true) cache = new CacheSimulator();
    const prompt: PromptFingerprint = { ...promptOf(blocks), settings };
    const startTimeMs = START_MS + atMs;
    const inputTokens = Math.round(blocks.reduce((bytes, { text }) => bytes + text.length, 0) / 4);
    const rules = cacheRulesFor({ provider, requestModel: model });
    if (rules === undefined) throw new Error(`no rules for ${provider} ${model}`);
    const sent = { prompt, inputTokens, scope: model, startTimeMs, availableAtMs: startTimeMs + 1_000 };
    const { readTokens, writeTokens } = cache.send(sent, rules);
    const usage = {
      inputTokens,
      outputTokens: 10,
      cacheReadTokens: readTokens,
      ...(rules.reportsWrites && { cacheWriteTokens: writeTokens }),
    };
    return callOf(usage, {
      provider,
      requestModel: model,
      responseModel: model,
      startTimeMs,
      endTimeMs: startTimeMs + 2_000,
      timeToFirstChunkMs: 1_000,
      prompt,
      attributes: { "gen_ai.conversation.id": conversation },
    }).operation;
  });
}

/** A prompt of tools, instructions and messages with the breakpoints that a careful program sets. */
export function promptBlocks(
  provider: ScriptedProvider,
  { tools, system, messages }: { tools: readonly string[]; system: readonly string[]; messages: readonly string[] },
): WrittenBlock[] {
  const mark = provider === "anthropic" ? { breakpoint: "5m" } : {};
  const last = (list: readonly string[], index: number): object => (index === list.length - 1 ? mark : {});
  return [
    ...tools.map((text, index): WrittenBlock => {
      const toolName = text.slice(0, 4).trim();
      return { text, section: "tools", kind: "tool_definition", pointer: `/tools/${index}`, toolName };
    }),
    ...system.map((text, index): WrittenBlock => {
      const facts = { section: "system", kind: "instructions", pointer: `/system/${index}` } as const;
      return { text, ...facts, ...last(system, index) };
    }),
    ...messages.map((text, index): WrittenBlock => {
      return { text, pointer: `/messages/${index}/content/0`, ...last(messages, index) };
    }),
  ];
}

/** A conversation that only grows: one call a minute. */
export function growing(
  provider: ScriptedProvider,
  calls: number,
  change: (call: number, prompt: { tools: string[]; system: string[]; messages: string[] }) => void = () => undefined,
): ScriptedRequest[] {
  return Array.from({ length: calls }, (_, call) => {
    const prompt = {
      tools: [words(900, "grep"), words(900, "read"), words(900, "edit")],
      system: [words(4_000, "rule")],
      messages: Array.from({ length: 2 * call + 1 }, (_message, index) => words(300, `m${index}`)),
    };
    change(call, prompt);
    return { blocks: promptBlocks(provider, prompt), atMs: call * MINUTE_MS };
  });
}
