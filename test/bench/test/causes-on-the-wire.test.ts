// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  MINUTE_MS,
  anthropicConversation,
  instructions,
  openAiConversation,
  responsesConversation,
} from "./conversations.ts";
import type { AnthropicCall, OpenAiCall, ResponsesCall, TimedBody } from "./conversations.ts";
import { START_MS, findingOf, from, last, later, once, saidOfCache, withBody } from "./scripted-changes.ts";
import { textOf } from "./send-on-the-wire.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const said = <Body>(script: readonly TimedBody<Body>[], send: (body: Body) => Promise<unknown>) =>
  saidOfCache(world, script, send);

/** The same of two calls, neither of which is answered before both are sent. */
async function sideBySide(send: () => Promise<unknown>): Promise<readonly (readonly unknown[])[]> {
  world.setTime(START_MS);
  world.provider.enqueue({ fault: { kind: "stall" } }, { fault: { kind: "stall" } });
  const both = [0, 1].map(() => world.converse("c", send));
  await world.provider.waitForRequests(2);
  world.provider.release();
  await Promise.all(both);
  return world.take().map(findingOf);
}

const messageOf = (name: string, tokens: number, isMarked = false) => ({
  role: "user" as const,
  content: [
    {
      type: "text" as const,
      text: textOf({ name, tokens }),
      ...(isMarked && { cache_control: { type: "ephemeral" as const } }),
    },
  ],
});

function withoutMarks({ body, ...call }: AnthropicCall): AnthropicCall {
  return {
    ...call,
    body: JSON.parse(
      JSON.stringify(body, (key, value: unknown) => (key === "cache_control" ? undefined : value)),
    ) as AnthropicCall["body"],
  };
}

const ANTHROPIC = anthropicConversation(6);
const ANTHROPIC_CAUSES: readonly [what: string, script: readonly AnthropicCall[], finding: readonly unknown[]][] = [
  [
    "tools in another order",
    from(ANTHROPIC, (call) => withBody(call, { tools: call.body.tools?.toReversed() ?? [] })),
    ["tools_changed", "/tools/0", "reordered_tools", true],
  ],
  [
    "another time in the instructions",
    from(ANTHROPIC, (call) =>
      withBody(call, {
        system: [{ type: "text", text: instructions("09:04:00"), cache_control: { type: "ephemeral" } }],
      }),
    ),
    ["system_changed", "/system/0", "timestamp", true],
  ],
  [
    "another model",
    from(ANTHROPIC, (call) => withBody(call, { model: "claude-opus-4-5" })),
    ["model_changed", "/model", undefined, true],
  ],
  ["a pause of six minutes", from(ANTHROPIC, (call) => later(call, 6)), ["ttl_expired", undefined, undefined, true]],
  [
    "thirty blocks in a turn, one breakpoint at their end",
    last(ANTHROPIC, (call, before) => {
      const { messages, system, tools = [] } = withoutMarks(before).body;
      const added = Array.from({ length: 30 }, (_, index) => messageOf(`burst ${index}`, 40, index === 29));
      return withBody(call, { ...(system && { system }), tools, messages: [...messages, ...added] });
    }),
    ["lookback_exceeded", "/messages/36/content/0", undefined, true],
  ],
  ["no breakpoint", last(ANTHROPIC, withoutMarks), ["no_breakpoint", undefined, undefined, true]],
  [
    "a history made shorter",
    last(ANTHROPIC, (call) => withBody(call, { messages: [messageOf("summary", 200, true)] })),
    ["context_compacted", "/messages/0/content/0", undefined, false],
  ],
  [
    "another tool choice",
    from(ANTHROPIC, (call) => withBody(call, { tool_choice: { type: "any" } })),
    ["settings_changed", "/tool_choice", undefined, true],
  ],
  [
    "another effort",
    from(ANTHROPIC, (call) => withBody(call, { output_config: { effort: "low" } })),
    ["settings_changed", "/output_config/effort", undefined, true],
  ],
  [
    "an old message edited",
    from(ANTHROPIC, (call) =>
      withBody(call, { messages: call.body.messages.with(0, messageOf("another turn", 1_500)) }),
    ),
    ["messages_changed", "/messages/0/content/0", undefined, true],
  ],
];

const OPENAI = openAiConversation(6);
const OPENAI_CAUSES: readonly [what: string, script: readonly OpenAiCall[], finding: readonly unknown[]][] = [
  [
    "tools in another order",
    from(OPENAI, (call) => withBody(call, { tools: call.body.tools?.toReversed() ?? [] })),
    ["tools_changed", "/tools/0", "reordered_tools", true],
  ],
  [
    "another time in the instructions",
    from(OPENAI, (call) =>
      withBody(call, {
        messages: call.body.messages.with(0, { role: "system", content: instructions("09:04:00") }),
      }),
    ),
    ["input_changed", "/messages/0/content", "timestamp", true],
  ],
  [
    "another model",
    from(OPENAI, (call) => withBody(call, { model: "gpt-5.5" })),
    ["model_changed", "/model", undefined, true],
  ],
  ["a pause of half an hour", from(OPENAI, (call) => later(call, 31)), ["ttl_expired", undefined, undefined, true]],
  [
    "a history made shorter",
    last(OPENAI, (call) =>
      withBody(call, {
        messages: [
          ...call.body.messages.slice(0, 1),
          { role: "user", content: textOf({ name: "summary", tokens: 200 }) },
        ],
      }),
    ),
    ["context_compacted", "/messages/1/content", undefined, false],
  ],
  [
    "another cache key",
    from(OPENAI, (call) => withBody(call, { prompt_cache_key: "another" })),
    ["prompt_cache_key_changed", "/prompt_cache_key", undefined, true],
  ],
];

const RESPONSES = responsesConversation(6);
const RESPONSES_CAUSES: readonly [what: string, script: readonly ResponsesCall[], finding: readonly unknown[]][] = [
  [
    "tools in another order",
    from(RESPONSES, (call) => withBody(call, { tools: call.body.tools?.toReversed() ?? [] })),
    ["tools_changed", "/tools/0", "reordered_tools", true],
  ],
  [
    "another time in the instructions",
    from(RESPONSES, (call) => withBody(call, { instructions: instructions("09:04:00") })),
    ["input_changed", "/instructions", "timestamp", true],
  ],
  [
    "another effort",
    from(RESPONSES, (call) => withBody(call, { reasoning: { effort: "high" } })),
    ["reasoning_effort_changed", "/reasoning/effort", undefined, true],
  ],
  ["a pause of half an hour", from(RESPONSES, (call) => later(call, 31)), ["ttl_expired", undefined, undefined, true]],
];

describe("a cause of a broken prompt cache, through @anthropic-ai/sdk", () => {
  it.each(ANTHROPIC_CAUSES)("is on the span of the call that it was made to: %s", async (_what, script, finding) => {
    const found = await said(script, (body) => world.anthropic.messages.create(body));
    expect(found).toEqual(once(script.length, ...finding));
  });

  it("is that a call came before the answer to one like it", async () => {
    const [call] = ANTHROPIC;
    if (call === undefined) throw new RangeError("no call");
    const found = await sideBySide(() => world.anthropic.messages.create(call.body));
    expect(found).toEqual([[], ["concurrent_write", undefined, undefined, true]]);
  });

  it("is that a prompt is too short to be kept", async () => {
    const script = [0, 1].map((call): AnthropicCall => {
      const messages = Array.from({ length: 2 * call + 1 }, (_, index) =>
        messageOf(`m${index}`, 50, index === 2 * call),
      );
      return { atMs: call * MINUTE_MS, body: { model: "claude-sonnet-5", max_tokens: 10, messages } };
    });
    const found = await said(script, (body) => world.anthropic.messages.create(body));
    expect(found).toEqual([[], ["below_minimum", undefined, undefined, false]]);
  });

  it.each<[way: string, send: (body: AnthropicCall["body"]) => Promise<unknown>]>([
    ["in one piece", (body) => world.anthropic.messages.create(body)],
    ["as a stream", (body) => world.anthropic.messages.stream(body).finalMessage()],
  ])("is none in a conversation that only grows, answered %s", async (_way, send) => {
    expect(await said(anthropicConversation(12), send)).toEqual(Array.from({ length: 12 }, () => []));
  });
});

describe("what a provider says itself of why its cache was missed", () => {
  it("is taken for the reason, with the place that it does not tell, and for how many tokens", async () => {
    const [first, second] = ANTHROPIC;
    if (first === undefined || second === undefined) throw new RangeError("no calls");
    const told = { type: "system_changed", cache_missed_input_tokens: 4_321 };
    world.setTime(START_MS);
    world.provider.enqueue({ text: "done" }, { text: "done", fields: { diagnostics: { cache_miss_reason: told } } });
    await world.converse("c", () => world.anthropic.messages.create(first.body));
    const system = [
      { type: "text" as const, text: instructions("09:04:00"), cache_control: { type: "ephemeral" as const } },
    ];
    await world.converse("c", () => world.anthropic.messages.create({ ...second.body, system }));
    const [, spoken = {}] = world.take();
    expect(spoken["outlay.cache.missed_input_tokens"]).toBe(4_321);
    expect(findingOf(spoken)).toEqual(["system_changed", "/system/0", "timestamp", true]);
  });

  it("is told of a call that nothing is known of otherwise", async () => {
    const [first] = RESPONSES;
    if (first === undefined) throw new RangeError("no calls");
    const told = { type: "cache_miss", reason: "tools_changed", cache_missed_tokens: 1_500 };
    world.setTime(START_MS);
    world.provider.enqueue({ text: "done", fields: { prompt_cache_diagnostics: told } });
    await world.converse("c", () => world.openai.responses.create(first.body));
    const [spoken = {}] = world.take();
    expect(spoken["outlay.cache.missed_input_tokens"]).toBe(1_500);
    expect(findingOf(spoken)[0]).toBe("tools_changed");
  });

  it("is nothing where it says that the cache was hit, or that it cannot tell", async () => {
    const [first] = RESPONSES;
    if (first === undefined) throw new RangeError("no calls");
    world.setTime(START_MS);
    for (const type of ["cache_hit", "unavailable"]) {
      world.provider.enqueue({ text: "done", fields: { prompt_cache_diagnostics: { type } } });
      await world.converse("c", () => world.openai.responses.create(first.body));
    }
    expect(world.take().map(findingOf)).toEqual([[], []]);
  });
});

describe("a cause of a broken prompt cache, through openai", () => {
  it.each(OPENAI_CAUSES)("is on the span of the call that it was made to: %s", async (_what, script, finding) => {
    const found = await said(script, (body) => world.openai.chat.completions.create(body));
    expect(found).toEqual(once(script.length, ...finding));
  });

  it.each(RESPONSES_CAUSES)("is on the span of a response, too: %s", async (_what, script, finding) => {
    const found = await said(script, (body) => world.openai.responses.create(body));
    expect(found).toEqual(once(script.length, ...finding));
  });

  it("is that a call came before the answer to one like it", async () => {
    const [call] = OPENAI;
    if (call === undefined) throw new RangeError("no call");
    const found = await sideBySide(() => world.openai.chat.completions.create(call.body));
    expect(found).toEqual([[], ["concurrent_write", undefined, undefined, true]]);
  });

  it("is none in a conversation that only grows", async () => {
    const chat = await said(openAiConversation(12), (body) => world.openai.chat.completions.create(body));
    expect(chat).toEqual(Array.from({ length: 12 }, () => []));
  });

  it("is none in responses of a conversation that only grows", async () => {
    const found = await said(responsesConversation(12), (body) => world.openai.responses.create(body));
    expect(found).toEqual(Array.from({ length: 12 }, () => []));
  });
});
