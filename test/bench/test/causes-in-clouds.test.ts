// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type Anthropic from "@anthropic-ai/sdk";
import { ConverseCommand, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import type { ConverseCommandInput } from "@aws-sdk/client-bedrock-runtime";
import type { GenerateContentParameters } from "@google/genai";
import { instrumentAnthropic } from "@outlay/instrumentation-anthropic";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { MINUTE_MS, anthropicConversation, instructions } from "./conversations.ts";
import type { AnthropicCall, TimedBody } from "./conversations.ts";
import { from, last, later, once, saidOfCache, withBody } from "./scripted-changes.ts";
import type { Finding } from "./scripted-changes.ts";
import { textOf } from "./send-on-the-wire.ts";
import { openWireWorld } from "./wire-world.ts";
import type { WireWorld } from "./wire-world.ts";

type GeminiCall = TimedBody<GenerateContentParameters>;
type ConverseCall = TimedBody<ConverseCommandInput>;

let world: WireWorld;
beforeEach(async () => {
  world = await openWireWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const NAMES = ["search", "read_file", "run_tests"];
const turn = (index: number): string => textOf({ name: `turn ${index}`, tokens: 1_500 });
const described = (name: string): string => textOf({ name: `Tool ${name}`, tokens: 300 });

function geminiConversation(calls: number): readonly GeminiCall[] {
  const functionDeclarations = NAMES.map((name) => ({ name, description: described(name) }));
  return Array.from({ length: calls }, (_, call) => ({
    atMs: call * MINUTE_MS,
    body: {
      model: "gemini-2.5-flash",
      config: { systemInstruction: instructions("09:00:00"), tools: [{ functionDeclarations }] },
      contents: Array.from({ length: 2 * call + 1 }, (_turn, index) => ({
        role: index % 2 === 0 ? "user" : "model",
        parts: [{ text: turn(index) }],
      })),
    },
  }));
}

const POINT = { cachePoint: { type: "default" as const } };

function converseConversation(calls: number): readonly ConverseCall[] {
  const tools = NAMES.map((name) => ({
    toolSpec: { name, description: described(name), inputSchema: { json: { type: "object" } } },
  }));
  return Array.from({ length: calls }, (_, call) => ({
    atMs: call * MINUTE_MS,
    body: {
      modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
      toolConfig: { tools },
      system: [{ text: instructions("09:00:00") }, POINT],
      messages: Array.from({ length: 2 * call + 1 }, (_turn, index) => ({
        role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
        content: [{ text: turn(index) }, ...(index === 2 * call ? [POINT] : [])],
      })),
    },
  }));
}

const GEMINI = geminiConversation(6);
const config = (call: GeminiCall, change: GenerateContentParameters["config"]): GeminiCall =>
  withBody(call, { config: { ...call.body.config, ...change } });
const GEMINI_CAUSES: readonly [what: string, script: readonly GeminiCall[], finding: Finding][] = [
  [
    "functions in another order",
    from(GEMINI, (call) => {
      const functionDeclarations = NAMES.toReversed().map((name) => ({ name, description: described(name) }));
      return config(call, { tools: [{ functionDeclarations }] });
    }),
    ["tools_changed", "/config/tools/0/functionDeclarations/0", "reordered_tools", true],
  ],
  [
    "another time in the instructions",
    from(GEMINI, (call) => config(call, { systemInstruction: instructions("09:04:00") })),
    ["system_changed", "/config/systemInstruction", "timestamp", true],
  ],
  [
    "an old content edited",
    from(GEMINI, (call) => {
      const contents = call.body.contents as readonly object[];
      return withBody(call, { contents: contents.with(0, { role: "user", parts: [{ text: turn(99) }] }) });
    }),
    ["messages_changed", "/contents/0/parts/0", undefined, true],
  ],
  [
    "another model",
    from(GEMINI, (call) => withBody(call, { model: "gemini-2.5-pro" })),
    ["model_changed", "/model", undefined, true],
  ],
  ["a pause of four minutes", from(GEMINI, (call) => later(call, 4)), ["ttl_expired", undefined, undefined, true]],
];

const CONVERSE = converseConversation(6);
const CONVERSE_CAUSES: readonly [what: string, script: readonly ConverseCall[], finding: Finding][] = [
  [
    "tools in another order",
    from(CONVERSE, (call) => withBody(call, { toolConfig: { tools: call.body.toolConfig?.tools?.toReversed() } })),
    ["tools_changed", "/toolConfig/tools/0", "reordered_tools", true],
  ],
  [
    "another time in the instructions",
    from(CONVERSE, (call) => withBody(call, { system: [{ text: instructions("09:04:00") }, POINT] })),
    ["system_changed", "/system/0", "timestamp", true],
  ],
  [
    "no cache point",
    last(CONVERSE, (call) => {
      const content = call.body.messages?.map((message) => ({ ...message, content: message.content?.slice(0, 1) }));
      return withBody(call, { system: call.body.system?.slice(0, 1), messages: content });
    }),
    ["no_breakpoint", undefined, undefined, true],
  ],
  ["a pause of six minutes", from(CONVERSE, (call) => later(call, 6)), ["ttl_expired", undefined, undefined, true]],
];

describe("a cause of a broken prompt cache, through @google/genai", () => {
  const send = (body: GenerateContentParameters): Promise<unknown> => world.google.models.generateContent(body);

  it.each(GEMINI_CAUSES)("is on the span of the call that it was made to: %s", async (_what, script, finding) => {
    expect(await saidOfCache(world, script, send)).toEqual(once(script.length, ...finding));
  });

  it("is none in a conversation that only grows", async () => {
    expect(await saidOfCache(world, geminiConversation(12), send)).toEqual(Array.from({ length: 12 }, () => []));
  });
});

describe("a cause of a broken prompt cache, through @aws-sdk/client-bedrock-runtime", () => {
  const send = (body: ConverseCommandInput): Promise<unknown> => world.bedrock.send(new ConverseCommand(body));

  it.each(CONVERSE_CAUSES)("is on the span of the call that it was made to: %s", async (_what, script, finding) => {
    expect(await saidOfCache(world, script, send)).toEqual(once(script.length, ...finding));
  });

  it("is none in a conversation that only grows, by Converse or by Anthropic's own body", async () => {
    expect(await saidOfCache(world, converseConversation(12), send)).toEqual(Array.from({ length: 12 }, () => []));
    const invoked = await saidOfCache(world, anthropicConversation(12), (given) => {
      const { model: _, ...body } = given;
      return world.bedrock.send(
        new InvokeModelCommand({
          modelId: "anthropic.claude-haiku-4-5-20251001-v1:0",
          body: JSON.stringify({ anthropic_version: "bedrock-2023-05-31", ...body }),
        }),
      );
    });
    expect(invoked).toEqual(Array.from({ length: 12 }, () => []));
  });
});

describe("a cause of a broken prompt cache, through @anthropic-ai/vertex-sdk", () => {
  const script = anthropicConversation(6).map((call) => withBody(call, { model: "claude-sonnet-5@20260601" }));

  /** Where the instrumentation's own tests have the SDK. */
  async function saidThroughVertex(calls: readonly AnthropicCall[]): Promise<readonly Finding[]> {
    const neighbour = new URL("../../../packages/instrumentation-anthropic/test/load-sdk.ts", import.meta.url);
    const { AnthropicVertex } = createRequire(neighbour)("@anthropic-ai/vertex-sdk") as {
      readonly AnthropicVertex: new (options: object) => Anthropic;
    };
    const vertex = new AnthropicVertex({
      baseURL: world.provider.vertexBaseUrl,
      region: "us-east5",
      openTelemetry: false,
      authClient: { projectId: "p", getRequestHeaders: () => Promise.resolve(new Headers()) },
    });
    const instrumentation = instrumentAnthropic(vertex);
    const said = await saidOfCache(world, calls, (body) => vertex.messages.create(body));
    instrumentation.disable();
    return said;
  }

  it("is told of by the rules of Anthropic's models", async () => {
    const changed = from(script, (call) =>
      withBody(call, { system: [{ type: "text", text: instructions("09:04:00") }] }),
    );
    expect(await saidThroughVertex(changed)).toEqual(once(6, "system_changed", "/system/0", "timestamp", true));
  });

  it("is none in a conversation that only grows", async () => {
    expect(await saidThroughVertex(script)).toEqual(script.map(() => []));
  });
});
