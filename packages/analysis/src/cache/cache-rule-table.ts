// SPDX-License-Identifier: Apache-2.0
import type { CacheRuleRow, CacheRules } from "./cache-rules.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const ANTHROPIC: Omit<CacheRules, "minimumTokens"> = {
  kind: "explicit",
  maxBreakpoints: 4,
  lookbackBlocks: 20,
  lifetimesMs: [
    ["5m", 5 * MINUTE_MS],
    ["1h", HOUR_MS],
  ],
  reportsWrites: true,
  scopedBy: [],
  settings: {
    web_search: "system",
    citations: "system",
    speed: "system",
    tool_choice: "messages",
    thinking: "messages",
    effort: "messages",
    output_format: "messages",
    images: "messages",
  },
  changed: { tools: "tools_changed", system: "system_changed", messages: "messages_changed" },
};

interface Minimum {
  readonly model: RegExp;
  readonly minimumTokens: number;
  readonly doubt?: string;
}

/**
 * Prefixes that are too short are not kept, and nothing says so. Where published copies differ, the larger is taken: what
 * may have been too short is then never said to have been lost.
 */
const ANTHROPIC_MINIMUMS: readonly Minimum[] = [
  { model: /claude-(?:opus-5|sonnet-5-5|fable-5)/, minimumTokens: 512 },
  {
    model: /claude-sonnet-4-6/,
    minimumTokens: 2_048,
    doubt: "1,024 by the vendor's page, 2,048 as users have measured",
  },
  { model: /claude-opus-4-7/, minimumTokens: 4_096, doubt: "2,048 or 4,096, by which copy of the page is read" },
  { model: /claude-opus-4-[56]|claude-haiku-4/, minimumTokens: 4_096 },
  { model: /claude-3(?:-5)?-haiku/, minimumTokens: 2_048 },
  { model: /claude-(?:opus-4|sonnet|3)/, minimumTokens: 1_024 },
  { model: /claude/, minimumTokens: 4_096, doubt: "not on the page: the largest of those that are" },
];

/** The vendor's own API and the clouds that sell its models by the same rules, each with its own page. */
const ANTHROPIC_SOURCES: readonly Pick<CacheRuleRow, "providers" | "source" | "verified">[] = [
  {
    providers: ["anthropic"],
    source: "https://platform.claude.com/docs/en/build-with-claude/prompt-caching",
    verified: "2026-11-26",
  },
  {
    providers: ["aws.bedrock"],
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html",
    verified: "2026-11-26",
  },
  {
    providers: ["gcp.vertex_ai", "azure.ai.inference"],
    source: "https://platform.claude.com/docs/en/build-with-claude/prompt-caching",
    verified: "2026-11-26",
  },
];

const OPENAI: CacheRules = {
  kind: "implicit",
  minimumTokens: 1_024,
  stepTokens: 128,
  lifetimesMs: [["in_memory", 5 * MINUTE_MS]],
  reportsWrites: false,
  scopedBy: ["prompt_cache_key", "service_tier"],
  settings: { text_format: "tools", reasoning_effort: "tools", verbosity: "tools", parallel_tool_calls: "tools" },
  changed: { tools: "tools_changed", system: "input_changed", messages: "input_changed" },
};

/** Writes are billed, and kept for as long as was asked. */
const OPENAI_MARKED: CacheRules = {
  ...OPENAI,
  kind: "marked",
  maxBreakpoints: 4,
  lifetimesMs: [
    ["30m", 30 * MINUTE_MS],
    ["12h", 12 * HOUR_MS],
  ],
  reportsWrites: true,
};

const OPENAI_PAGE = {
  providers: ["openai", "azure.ai.openai"],
  source: "https://developers.openai.com/api/docs/guides/prompt-caching",
  verified: "2026-11-26",
} as const;

const GEMINI: Omit<CacheRules, "minimumTokens"> = {
  kind: "implicit",
  lifetimesMs: [["implicit", 3 * MINUTE_MS]],
  reportsWrites: false,
  scopedBy: ["cached_content"],
  settings: { tool_config: "tools" },
  changed: { tools: "tools_changed", system: "system_changed", messages: "messages_changed" },
};

const GEMINI_PAGE = {
  providers: ["gcp.gemini", "gcp.gen_ai", "gcp.vertex_ai"],
  source: "https://ai.google.dev/gemini-api/docs/caching",
  verified: "2026-11-26",
} as const;

/** The first row that fits holds. */
export const CACHE_RULES: readonly CacheRuleRow[] = [
  ...ANTHROPIC_SOURCES.flatMap((page) =>
    ANTHROPIC_MINIMUMS.map(({ model, minimumTokens, doubt }): CacheRuleRow => {
      return { ...page, model, rules: { ...ANTHROPIC, minimumTokens }, ...(doubt !== undefined && { doubt }) };
    }),
  ),
  { ...OPENAI_PAGE, model: /gpt-(?:5\.(?:[6-9]|\d\d)|[6-9]|\d\d)/, rules: OPENAI_MARKED },
  {
    ...OPENAI_PAGE,
    model: /./,
    rules: OPENAI,
    doubt: "kept for 5 to 10 idle minutes, or for up to 24 hours by the organisation's policy: 5 minutes are sure",
  },
  {
    ...GEMINI_PAGE,
    model: /gemini-(?:[3-9]|\d\d)/,
    rules: { ...GEMINI, minimumTokens: 4_096 },
    doubt: "1,024 for Flash models on copies before July 2026; no lifetime is published, and no hit is promised",
  },
  {
    ...GEMINI_PAGE,
    model: /gemini-2\.5/,
    rules: { ...GEMINI, minimumTokens: 4_096 },
    doubt: "2,048 since July 2026, 1,024 (Flash) and 4,096 (Pro) before; no lifetime is published",
  },
];
