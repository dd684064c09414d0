// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from "vitest";

import { BUILDS, loadSdk } from "./load-sdk.ts";
import type { Sdk } from "./load-sdk.ts";
import { stageOfFile, treeOf } from "./stage.ts";

const stage = stageOfFile();
const QUESTION = { messages: [{ role: "user", content: "1 + 2?" }] };

function chatModel({ openai }: Sdk) {
  const configuration = { baseURL: stage().provider.openaiBaseUrl };
  return new openai.ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration });
}

function chain(sdk: Sdk) {
  return sdk.prompts.ChatPromptTemplate.fromMessages([["user", "{q}"]])
    .pipe(chatModel(sdk))
    .pipe(new sdk.outputParsers.StringOutputParser());
}

function agent(sdk: Sdk) {
  return sdk.prebuilt.createReactAgent({ llm: chatModel(sdk), tools: [] });
}

async function readOne(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream) break;
}

describe.each(BUILDS)("a stream of $version.name, $format, that is left", ({ version, format }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(version, format);
  });

  it("ends a chain's spans where its reader breaks off", async () => {
    await readOne(await chain(sdk).stream({ q: "hello" }));
    expect(await treeOf(stage())).toEqual(["invoke_workflow (abandoned)", "  chat gpt-5-mini (abandoned)"]);
  });

  it("ends a chain's spans where its reader aborts, though the model does not answer any more", async () => {
    const caller = new AbortController();
    stage().provider.enqueue({ text: "one two three", fault: { kind: "pause", afterEvents: 3 } });
    const stream = await chain(sdk).stream({ q: "hello" }, { signal: caller.signal });
    const reading = async (): Promise<void> => {
      for await (const _ of stream) caller.abort();
    };
    await expect(reading()).rejects.toThrow();
    expect(await treeOf(stage())).toEqual(["invoke_workflow (aborted)", "  chat gpt-5-mini (aborted)"]);
  });

  it("ends an agent's spans where its reader breaks off", async () => {
    const ended = Promise.withResolvers<void>();
    const handleChainEnd = (_outputs: unknown, _id: string, parentId?: string): void => {
      if (parentId === undefined) ended.resolve();
    };
    await readOne(await agent(sdk).stream(QUESTION, { streamMode: "updates", callbacks: [{ handleChainEnd }] }));
    if (version.readsOn) await ended.promise;

    const [root] = await treeOf(stage());
    expect(root).toMatch(/^invoke_agent/);
  });

  it.skipIf(version.hangsWhenEventsAreLeft)("ends the spans where the reader of its events breaks off", async () => {
    // Versions before 1.4 throw an abort of their own at whoever breaks off.
    await Promise.allSettled([readOne(chain(sdk).streamEvents({ q: "hello" }, { version: "v2" }))]);

    const [root] = await treeOf(stage());
    expect(root).toBe("invoke_workflow (aborted)");
  });

  it("has its spans end as ever when it is read to its end", async () => {
    for await (const _ of await chain(sdk).stream({ q: "hello" })) continue;
    expect(await treeOf(stage())).toEqual(["invoke_workflow", "  chat gpt-5-mini"]);
  });
});
