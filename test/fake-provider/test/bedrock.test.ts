// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { manualClock, startFakeProvider, type FakeProvider } from "../src/index.ts";

const clock = manualClock();
let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider({ now: clock.now });
});
afterEach(() => provider.close());

const MODEL = "us.amazon.nova-pro-v1:0";
const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${provider.url}/model/${encodeURIComponent(MODEL)}/${path}`, { method: "POST", body: JSON.stringify(body) });

const text = (letter: string): object => ({ text: letter.repeat(4096) }); // 1024 tokens
const point = (ttl?: string): object => ({
  cachePoint: ttl === undefined ? { type: "default" } : { type: "default", ttl },
});
const prompt = (...content: readonly object[]): object => ({ messages: [{ role: "user", content }] });

async function usageOf(body: object): Promise<unknown> {
  return ((await (await post("converse", body)).json()) as { readonly usage: unknown }).usage;
}

describe("cache points of Converse", () => {
  test("write what stands before them, read it within their lifetime, and then no more", async () => {
    const body = prompt(text("a"), point(), { text: "ask" });
    expect(await usageOf(body)).toMatchObject({
      inputTokens: 1,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 1024,
      cacheDetails: [{ ttl: "5m", inputTokens: 1024 }],
    });
    clock.advance(5 * 60_000);
    expect(await usageOf(body)).toMatchObject({ inputTokens: 1, cacheReadInputTokens: 1024, cacheWriteInputTokens: 0 });
    clock.advance(5 * 60_000 + 1);
    expect(await usageOf(body)).toMatchObject({ cacheReadInputTokens: 0, cacheWriteInputTokens: 1024 });
  });

  test("too near the start keep nothing", async () => {
    expect(await usageOf(prompt({ text: "short" }, point()))).toMatchObject({ cacheWriteInputTokens: 0 });
  });

  test.each([
    { name: "more than four", content: [1, 2, 3, 4, 5].flatMap(() => [text("a"), point()]) },
    { name: "an hour after five minutes", content: [text("a"), point("5m"), text("b"), point("1h")] },
  ])("are refused: $name", async ({ content }) => {
    const response = await post("converse", prompt(...content));

    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toMatch(/^ValidationException:/);
    expect(await response.json()).toEqual({ message: expect.stringContaining("cache point") as string });
  });
});

describe("a stream of Converse", () => {
  test("names its events in their headers and tells the usage last", async () => {
    provider.enqueue({ text: "Hello there", chunks: 2 });
    const bytes = Buffer.from(await (await post("converse-stream", prompt({ text: "Hi" }))).arrayBuffer());
    const names = bytes.toString("latin1").match(/(?<=:event-type.{3})(?:message|content|metadata)[A-Za-z]*/gs);

    expect(names).toEqual([
      "messageStart",
      "contentBlockDelta",
      "contentBlockDelta",
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    expect(bytes.toString("latin1")).toContain('"usage":{"inputTokens":1');
  });
});

describe("counts of InvokeModel", () => {
  test("are in the headers, and nowhere without usage", async () => {
    const body = prompt({ text: "Hi" });
    const told = (await post("invoke", body)).headers.get("x-amzn-bedrock-input-token-count");
    provider.enqueue({ usage: "omit" });
    const response = await post("invoke", body);

    expect([told, response.headers.get("x-amzn-bedrock-input-token-count")]).toEqual(["1", null]);
    expect(await response.json()).not.toHaveProperty("usage");
  });
});
