// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { endOpenStreams, observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { OpenAIInstrumentation } from "../src/index.ts";
import { videoResponse } from "../src/videos.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client, Format } from "./load-sdk.ts";

const SUBJECTS: readonly (readonly [name: string, format: Format])[] = [
  ["openai-6", "ESM"],
  ["openai", "CommonJS"],
  ["openai", "ESM"],
];
const ASKED = { model: "sora-2-pro", prompt: "A cat", seconds: "8", size: "1792x1024" } as const;
const UNDER_WAY = { when: { path: "/videos/video_" }, fields: { status: "in_progress", progress: 50 } };

const operations: Operation[] = [];
const instrumentation = new OpenAIInstrumentation();
const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(async () => {
  stop();
  instrumentation.disable();
  await provider.close();
});
beforeEach(() => {
  endOpenStreams(0, Date.now());
  provider.clear();
  operations.length = 0;
});

describe.each(SUBJECTS)("a video, %s, %s", (name, format) => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk(name, format);
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });

  it("is billed once, by its seconds and size, when it is there", async () => {
    const { id } = await client.videos.create(ASKED);
    provider.enqueue(UNDER_WAY);
    await client.videos.retrieve(id);
    expect(operations).toEqual([]);
    await client.videos.retrieve(id);
    await client.videos.retrieve(id);

    expect(operations).toMatchObject([
      {
        operationName: "generate_content",
        requestModel: "sora-2-pro",
        responseId: id,
        usageStatus: "reported",
        usage: { units: { mediaSeconds: 8, mediaSize: "1792x1024" } },
      },
    ]);
  });

  it("that failed has no bill that anybody knows", async () => {
    provider.enqueue({ fields: { status: "failed", error: { code: "moderation_blocked", message: "no" } } });
    const { id } = await client.videos.create(ASKED);
    await client.videos.retrieve(id);

    expect(operations).toMatchObject([{ status: "error", errorType: "moderation_blocked", usageStatus: "missing" }]);
    expect(operations[0]).not.toHaveProperty("usage");
  });

  it("that nobody fetches is a call of unknown usage", async () => {
    await client.videos.create(ASKED);
    endOpenStreams(0, Date.now());

    expect(operations).toMatchObject([{ requestModel: "sora-2-pro", usageStatus: "missing" }]);
  });

  it("is billed again for a remix, and for what was added to it", async () => {
    const { id } = await client.videos.create(ASKED);
    const remix = await client.videos.remix(id, { prompt: "A dog" });
    const longer = await client.videos.extend({ prompt: "More", seconds: "4", video: { id } });
    for (const video of [remix, longer]) await client.videos.retrieve(video.id);

    expect(operations).toMatchObject([
      { responseModel: "sora-2-pro", usage: { units: { mediaSeconds: 8, mediaSize: "1792x1024" } } },
      { responseModel: "sora-2", usage: { units: { mediaSeconds: 4 } } },
    ]);
  });
});

describe("a video's length", () => {
  it.each([undefined, null, "", "soon", 0, -4, Number.NaN])("of %s is not known, and not zero", (seconds) => {
    expect(videoResponse({ id: "v", status: "completed", seconds })).not.toHaveProperty("usage");
  });
});
