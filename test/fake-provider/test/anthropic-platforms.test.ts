// SPDX-License-Identifier: Apache-2.0
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";
import Anthropic from "@anthropic-ai/sdk";
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider, type FakeProvider } from "../src/index.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider({ now: manualClock().now });
});
afterEach(() => provider.close());

const PROMPT = { max_tokens: 1000, messages: [{ role: "user" as const, content: "hello there" }] };

/** A Vertex client whose credentials come from nowhere. */
function connectVertex(): AnthropicVertex {
  const authClient = {
    projectId: "p",
    getRequestHeaders: () => Promise.resolve(new Headers({ authorization: "Bearer t" })),
  };
  return new AnthropicVertex({
    baseURL: provider.vertexBaseUrl,
    region: "us-east5",
    authClient: authClient as never,
    maxRetries: 0,
  });
}

const PLATFORMS = [
  {
    platform: "Bedrock",
    model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    idPrefix: "msg_bdrk_01",
    path: "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke",
    connect: () =>
      new AnthropicBedrock({
        baseURL: provider.url,
        awsRegion: "us-east-1",
        awsAccessKey: "a",
        awsSecretKey: "s",
        maxRetries: 0,
      }),
  },
  {
    platform: "Vertex",
    model: "claude-haiku-4-5@20251001",
    idPrefix: "msg_vrtx_01",
    path: "/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict",
    connect: () => connectVertex(),
  },
  {
    platform: "Foundry",
    model: "claude-haiku-4-5",
    idPrefix: "msg_01",
    path: "/anthropic/v1/messages",
    connect: () => new AnthropicFoundry({ baseURL: provider.foundryBaseUrl, apiKey: "k", maxRetries: 0 }),
  },
];

describe.each(PLATFORMS)("Anthropic on $platform", ({ model, idPrefix, path, connect }) => {
  // The platform clients lack some resources, but their messages are the same.
  const messages = (): Anthropic["messages"] => connect().messages as unknown as Anthropic["messages"];

  test("reads a message under the vendor's own model name", async () => {
    const message = await messages().create({ ...PROMPT, model });

    expect(message).toMatchObject({
      id: expect.stringMatching(`^${idPrefix}0`),
      model: "claude-haiku-4-5-20251001",
      content: [{ type: "text", text: "Echo: hello there" }],
      usage: { input_tokens: 3, output_tokens: 5 },
    });
    expect(provider.requests[0]?.path).toBe(path);
    expect(provider.requests[0]?.model).toBe(model);
  });

  test("streams the same message", async () => {
    provider.enqueue({ toolCalls: [{ name: "open", arguments: { page: 1 } }], text: "Opening." });
    const message = await messages()
      .stream({ ...PROMPT, model })
      .finalMessage();

    expect(message).toMatchObject({
      content: [
        { type: "text", text: "Opening." },
        { type: "tool_use", input: { page: 1 } },
      ],
      stop_reason: "tool_use",
      usage: { input_tokens: 3, output_tokens: expect.any(Number) },
    });
  });

  test("gets the platform's error body", async () => {
    provider.enqueue({ fault: { kind: "status", status: 429, message: "slow down" } });

    await expect(messages().create({ ...PROMPT, model })).rejects.toThrow("slow down");
  });

  test("fails when the stream reports an error midway", async () => {
    provider.enqueue({ fault: { kind: "stream-error", afterEvents: 3, message: "overheated" } });

    await expect(
      messages()
        .stream({ ...PROMPT, model })
        .finalMessage(),
    ).rejects.toThrow("overheated");
  });
});

test("Vertex counts tokens on a path of its own", async () => {
  const client = connectVertex();

  expect(await client.messages.countTokens({ model: "claude-haiku-4-5", messages: PROMPT.messages })).toMatchObject({
    input_tokens: 3,
  });
});

test("Bedrock adds its own counts to headers and to the last event", async () => {
  const body = JSON.stringify({ ...PROMPT, anthropic_version: "bedrock-2023-05-31" });
  const url = `${provider.url}/model/anthropic.claude-haiku-4-5-20251001-v1:0`;
  const whole = await fetch(`${url}/invoke`, { method: "POST", body });
  const stream = await fetch(`${url}/invoke-with-response-stream`, { method: "POST", body });
  const frames = Buffer.from(await stream.arrayBuffer()).toString("latin1");
  const last = /"bytes":"([^"]+)"(?!.*"bytes")/s.exec(frames)?.[1] ?? "";

  expect(whole.headers.get("x-amzn-bedrock-input-token-count")).toBe("3");
  expect(stream.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
  expect(JSON.parse(Buffer.from(last, "base64").toString())).toMatchObject({
    type: "message_stop",
    "amazon-bedrock-invocationMetrics": { inputTokenCount: 3, outputTokenCount: 5 },
  });
});

test("batches run an item a step and bill the batch tier", async () => {
  const client = new Anthropic({ apiKey: "k", baseURL: provider.anthropicBaseUrl });
  const params = { ...PROMPT, model: "claude-haiku-4-5" };
  provider.enqueue({ text: "first" }, { fault: { kind: "status", status: 400, message: "too odd" } });
  const created = await client.messages.batches.create({
    requests: [
      { custom_id: "a", params },
      { custom_id: "b", params },
      { custom_id: "c", params },
    ],
  });
  const ended = await client.messages.batches.retrieve(created.id);
  const results = [];
  for await (const result of await client.messages.batches.results(created.id)) results.push(result);

  expect(created).toMatchObject({
    processing_status: "in_progress",
    request_counts: { processing: 3 },
    results_url: null,
  });
  expect(ended).toMatchObject({ processing_status: "ended", request_counts: { succeeded: 2, errored: 1 } });
  expect(results).toMatchObject([
    {
      custom_id: "a",
      result: { type: "succeeded", message: { content: [{ text: "first" }], usage: { service_tier: "batch" } } },
    },
    {
      custom_id: "b",
      result: { type: "errored", error: { error: { type: "invalid_request_error", message: "too odd" } } },
    },
    { custom_id: "c", result: { type: "succeeded", message: { content: [{ text: "Echo: hello there" }] } } },
  ]);
});
