// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createCacheAnalyzer } from "../../src/cache/cache-analyzer.ts";
import type { CacheBreak } from "../../src/cache/cache-break.ts";
import { MINUTE_MS, callOf, price, promptOf } from "../prompts.ts";
import { PROVIDERS, growing, promptBlocks, recordScript, words } from "./scripted-cache.ts";
import type { ScriptedProvider, ScriptedRequest } from "./scripted-cache.ts";

/** What was said of each call of a script that lost something. */
function breaksOf(provider: ScriptedProvider, script: readonly ScriptedRequest[]): readonly CacheBreak[] {
  const analyzer = createCacheAnalyzer(price);
  return recordScript(provider, script)
    .map((operation) => analyzer.add(operation)?.broken)
    .filter((broken) => broken !== undefined);
}

const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index];
  if (value === undefined) throw new Error(`nothing at ${index}`);
  return value;
};

/** The fourth call of a conversation is sent otherwise. */
function fourth(provider: ScriptedProvider, change: (request: ScriptedRequest) => ScriptedRequest): ScriptedRequest[] {
  return growing(provider, 5).map((request, call) => (call === 3 ? change(request) : request));
}

/** From the fourth call on. */
function from(provider: ScriptedProvider, change: (request: ScriptedRequest) => ScriptedRequest): ScriptedRequest[] {
  return growing(provider, 5).map((request, call) => (call >= 3 ? change(request) : request));
}

/** Each cause as a script, and what is to be said of it. */
const CAUSES: readonly {
  readonly title: string;
  readonly only?: readonly ScriptedProvider[];
  readonly script: (provider: ScriptedProvider) => readonly ScriptedRequest[];
  readonly expected: (provider: ScriptedProvider) => Partial<CacheBreak>;
}[] = [
  {
    title: "another model",
    only: ["anthropic"],
    script: (provider) => from(provider, (request) => ({ ...request, model: "claude-opus-4-5" })),
    expected: () => ({ reason: "model_changed", pointer: "/model" }),
  },
  {
    title: "a tool described otherwise",
    script: (provider) =>
      growing(provider, 5, (call, { tools }) => call >= 3 && tools.splice(1, 1, words(900, "rea2"))),
    expected: () => ({ reason: "tools_changed", pointer: "/tools/1", toolName: "rea2" }),
  },
  {
    title: "tools in another order",
    script: (provider) => growing(provider, 5, (call, { tools }) => call >= 3 && tools.reverse()),
    expected: () => ({ reason: "tools_changed", pointer: "/tools/0", toolName: "edit", looksLike: "reordered_tools" }),
  },
  {
    title: "keys of a tool in another order",
    script: (provider) =>
      growing(provider, 5, (call, { tools }) => call >= 3 && tools.splice(1, 1, words(900, "daer"))).map((request) => ({
        ...request,
        blocks: request.blocks.map((block) =>
          block.pointer === "/tools/1" ? { ...block, toolName: "read", unorderedHash: "read" } : block,
        ),
      })),
    expected: () => ({ reason: "tools_changed", pointer: "/tools/1", toolName: "read", looksLike: "reordered_keys" }),
  },
  {
    title: "a tool more",
    script: (provider) => growing(provider, 5, (call, { tools }) => call >= 3 && tools.push(words(900, "bash"))),
    expected: () => ({ reason: "tools_changed", pointer: "/tools/3", toolName: "bash" }),
  },
  {
    title: "a timestamp in the instructions",
    script: (provider) =>
      growing(provider, 5, (call, { system }) => call >= 3 && system.splice(0, 1, words(4_000, "rul3"))).map(
        (request) => ({
          ...request,
          blocks: request.blocks.map((block) =>
            block.section === "system" ? { ...block, looksLike: ["timestamp"] as const } : block,
          ),
        }),
      ),
    expected: (provider) => ({
      reason: provider === "openai" ? "input_changed" : "system_changed",
      pointer: "/system/0",
      looksLike: "timestamp",
    }),
  },
  {
    title: "an older message edited",
    script: (provider) =>
      growing(provider, 5, (call, { messages }) => call >= 3 && messages.splice(1, 1, words(300, "redo"))),
    expected: (provider) => ({
      reason: provider === "openai" ? "input_changed" : "messages_changed",
      pointer: "/messages/1/content/0",
    }),
  },
  {
    title: "another tool choice",
    only: ["anthropic"],
    script: (provider) => from(provider, (request) => ({ ...request, settings: { tool_choice: "h2" } })),
    expected: () => ({ reason: "settings_changed", pointer: "/tool_choice" }),
  },
  {
    title: "another effort of reasoning",
    only: ["openai"],
    script: (provider) => from(provider, (request) => ({ ...request, settings: { reasoning_effort: "h2" } })),
    expected: () => ({ reason: "reasoning_effort_changed", pointer: "/reasoning_effort" }),
  },
  {
    title: "another cache key",
    only: ["openai"],
    script: (provider) => from(provider, (request) => ({ ...request, settings: { prompt_cache_key: "h2" } })),
    expected: () => ({ reason: "prompt_cache_key_changed", pointer: "/prompt_cache_key" }),
  },
  {
    title: "a pause longer than prompts are kept",
    script: (provider) => from(provider, (request) => ({ ...request, atMs: request.atMs + 45 * MINUTE_MS })),
    expected: () => ({ reason: "ttl_expired" }),
  },
  {
    title: "no breakpoint any more",
    only: ["anthropic"],
    script: (provider) =>
      fourth(provider, (request) => ({
        ...request,
        blocks: request.blocks.map(({ breakpoint: _breakpoint, ...block }) => block),
      })),
    expected: () => ({ reason: "no_breakpoint" }),
  },
  {
    title: "more blocks than a breakpoint looks back over",
    only: ["anthropic"],
    script: (provider) => {
      const burst = promptBlocks(provider, {
        tools: [words(900, "grep")],
        system: [words(4_000, "rule")],
        messages: Array.from({ length: 30 }, (_, index) => words(100, `m${index}`)),
      });
      const first = promptBlocks(provider, {
        tools: [words(900, "grep")],
        system: [words(4_000, "rule")],
        messages: Array.from({ length: 5 }, (_, index) => words(100, `m${index}`)),
      });
      const marks = burst.map(({ breakpoint: _breakpoint, ...block }, index) => ({
        ...block,
        ...(index === burst.length - 1 && { breakpoint: "5m" }),
      }));
      return [
        { blocks: first, atMs: 0 },
        { blocks: marks, atMs: MINUTE_MS },
      ];
    },
    expected: () => ({ reason: "lookback_exceeded", pointer: "/messages/29/content/0" }),
  },
  {
    title: "a second call before the answer to the first has begun",
    script: (provider) => [0, 200].map((atMs) => ({ blocks: at(growing(provider, 3), 2).blocks, atMs })),
    expected: () => ({ reason: "concurrent_write" }),
  },
  {
    title: "forgotten before its time",
    script: (provider) => fourth(provider, (request) => ({ ...request, isEvicted: true })),
    expected: () => ({ reason: "unexplained" }),
  },
];

describe("a cache break", () => {
  describe.each(PROVIDERS)("at %s", (provider) => {
    it.each(CAUSES.filter(({ only }) => only?.includes(provider) ?? true))(
      "by $title is told once, with its place",
      ({ script, expected }) => {
        const [broken, ...more] = breaksOf(provider, script(provider));
        expect(more).toEqual([]);
        expect(broken).toMatchObject(expected(provider));
        expect(broken?.missedTokens).toBeGreaterThan(1_000);
        expect(broken?.wastedPicoUsd).toBeGreaterThan(0);
      },
    );

    it("is not told of conversations that only grow, however fast", () => {
      fc.assert(
        fc.property(
          fc.array(
            fc.record({ newBlocks: fc.integer({ min: 1, max: 9 }), pauseMs: fc.integer({ min: 2_000, max: 170_000 }) }),
            {
              minLength: 2,
              maxLength: 20,
            },
          ),
          (rounds) => {
            const messages: string[] = [];
            let atMs = 0;
            const script = rounds.map(({ newBlocks, pauseMs }) => {
              for (let block = 0; block < newBlocks; block += 1)
                messages.push(words(200 + 37 * block, `${messages.length}`));
              atMs += pauseMs;
              const system = [words(5_000, "rule")];
              return { blocks: promptBlocks(provider, { tools: [words(900, "grep")], system, messages }), atMs };
            });
            expect(breaksOf(provider, script)).toEqual([]);
          },
        ),
      );
    });

    it("is not told of agents of one conversation that take turns", () => {
      const script = growing(provider, 6).flatMap((request, call) => {
        const other = promptBlocks(provider, {
          tools: [words(900, "grep"), words(900, "plan")],
          system: [words(4_000, "sub")],
          messages: Array.from({ length: call + 1 }, (_, index) => words(250, `s${index}`)),
        });
        return [request, { blocks: other, atMs: request.atMs + 10_000 }];
      });
      expect(breaksOf(provider, script)).toEqual([]);
    });
  });

  it.each([
    ["anthropic", "ttl_expired"],
    ["gcp.gemini", "tools_changed"],
  ] as const)("by a change after a pause is the pause's where lifetimes are sure: at %s %s", (provider, reason) => {
    const script = growing(provider, 5, (call, { tools }) => call >= 3 && tools.reverse()).map((request, call) => ({
      ...request,
      atMs: request.atMs + (call >= 3 ? 45 * MINUTE_MS : 0),
    }));
    expect(breaksOf(provider, script)).toMatchObject([{ reason }]);
  });

  it("by instructions that are another each time is told of conversations of one call", () => {
    const script = [1, 2, 3].map((call): ScriptedRequest => {
      const blocks = promptBlocks("anthropic", {
        tools: [words(900, "grep")],
        system: [`${call} ${words(4_000, "rule")}`],
        messages: [words(50, `q${call}`)],
      }).map((block) => (block.section === "system" ? { ...block, looksLike: ["uuid"] as const } : block));
      return { blocks, atMs: call * MINUTE_MS, conversation: `c${call}` };
    });
    expect(breaksOf("anthropic", script)).toMatchObject([
      { reason: "system_changed", pointer: "/system/0", looksLike: "uuid", conversationId: "c2" },
      { reason: "system_changed", pointer: "/system/0", looksLike: "uuid", conversationId: "c3" },
    ]);
  });

  it("is not told of users whose instructions are meant to differ", () => {
    const script = [1, 2, 3].map((user): ScriptedRequest => {
      const system = [words(4_000, `usr${user}`)];
      const blocks = promptBlocks("anthropic", { tools: [words(900, "grep")], system, messages: [words(50, "hi")] });
      return { blocks, atMs: user * MINUTE_MS, conversation: `c${user}` };
    });
    expect(breaksOf("anthropic", script)).toEqual([]);
  });

  it("by a history made shorter has nothing to win back", () => {
    const script = [
      ...growing("anthropic", 12),
      ...growing("anthropic", 1, (_, { messages }) => messages.splice(0, 1, words(200, "summ"))).map((request) => ({
        ...request,
        atMs: 12 * MINUTE_MS,
      })),
    ];
    expect(breaksOf("anthropic", script)).toMatchObject([
      { reason: "context_compacted", pointer: "/messages/0/content/0", missedTokens: 0, wastedPicoUsd: 0 },
    ]);
  });

  it("by a prompt too short to be kept costs nothing either", () => {
    const script = [1, 3].map((messages, call): ScriptedRequest => {
      const blocks = promptBlocks("anthropic", {
        tools: [],
        system: [words(400, "rule")],
        messages: Array.from({ length: messages }, (_, index) => words(50, `m${index}`)),
      });
      return { blocks, atMs: call * MINUTE_MS };
    });
    expect(breaksOf("anthropic", script)).toMatchObject([
      { reason: "below_minimum", missedTokens: 0, wastedPicoUsd: 0 },
    ]);
  });

  it("is not told of a call whose prompt nobody has seen, which is counted as such", () => {
    const analyzer = createCacheAnalyzer(price);
    expect(analyzer.add(callOf({ inputTokens: 9_000, cacheReadTokens: 0 }).operation)).toBeUndefined();
    const remote = { ...promptOf([{ text: "hi" }]), hasRemoteInput: true } as const;
    expect(analyzer.add(callOf({ inputTokens: 9_000 }, { prompt: remote }).operation)).toBeUndefined();
    expect(analyzer.report()).toMatchObject({ calls: 2, callsNotJudged: 2, brokenCalls: 0 });
  });

  it("costs what the call cost more than had it read all that was kept", () => {
    const script = growing("anthropic", 2, (call, { tools }) => call === 1 && tools.reverse());
    const [first, second] = recordScript("anthropic", script);
    // 2,700 of tools, 4,000 of instructions, 300 of the message; claude-sonnet-4-5 writes at $3.75 and reads at $0.30.
    expect(first?.usage).toMatchObject({ cacheReadTokens: 0, cacheWriteTokens: 7_000 });
    expect(second?.usage).toMatchObject({ cacheReadTokens: 0, cacheWriteTokens: 7_600 });
    expect(breaksOf("anthropic", script)).toMatchObject([
      { missedTokens: 7_000, wastedPicoUsd: 7_000 * (3_750_000 - 300_000) },
    ]);
  });

  it("adds up by cause in the report, the dearest first, whatever the number of the message", () => {
    const analyzer = createCacheAnalyzer(price);
    const edits = growing(
      "anthropic",
      6,
      (call, { messages }) => call >= 3 && messages.splice(call, 1, words(300, `e${call}`)),
    );
    const tools = growing("anthropic", 6, (call, prompt) => call >= 3 && prompt.tools.push(words(900, "bash")));
    for (const operation of recordScript("anthropic", edits)) analyzer.add(operation);
    for (const operation of recordScript(
      "anthropic",
      tools.map((request) => ({ ...request, conversation: "c2" })),
    ))
      analyzer.add(operation);
    const { causes, brokenCalls, wastedPicoUsd, dearest } = analyzer.report();
    expect(causes).toMatchObject([
      { reason: "tools_changed", pointer: "/tools/3", toolName: "bash", calls: 1 },
      { reason: "messages_changed", pointer: "/messages/*/content/0", calls: 3 },
    ]);
    expect(brokenCalls).toBe(4);
    expect(causes.reduce((sum, cause) => sum + cause.wastedPicoUsd, 0)).toBe(wastedPicoUsd);
    expect(dearest).toHaveLength(4);
  });

  it("of a model without a price has no amount", () => {
    const [first, second] = recordScript(
      "anthropic",
      growing("anthropic", 2, (call, { tools }) => call === 1 && tools.reverse()).map((request) => ({
        ...request,
        model: "claude-sonnet-9-9",
      })),
    );
    const analyzer = createCacheAnalyzer(price);
    if (first !== undefined) analyzer.add(first);
    const broken = second === undefined ? undefined : analyzer.add(second)?.broken;
    expect(broken).toMatchObject({ reason: "tools_changed", wastedPicoUsd: undefined });
    expect(analyzer.report()).toMatchObject({ wastedPicoUsd: 0, unpricedCalls: 1 });
  });
});
