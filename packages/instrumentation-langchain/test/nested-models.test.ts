// SPDX-License-Identifier: Apache-2.0
import type { BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { describe, expect, it } from "vitest";

import { billedIn, stageOfFile, treeOf } from "./stage.ts";

const stage = stageOfFile();

/** A model over a model, as programs write them: it reports the other's usage as its own. */
async function routerModel() {
  const { BaseChatModel } = await import("@langchain/core/language_models/chat_models");
  const { ChatGenerationChunk } = await import("@langchain/core/outputs");
  const { ChatOpenAI } = await import("@langchain/openai");
  const configuration = { baseURL: stage().provider.openaiBaseUrl };
  const inner = new ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration });
  class Router extends BaseChatModel {
    override _llmType(): string {
      return "router";
    }

    override async _generate(messages: BaseMessage[], { signal }: this["ParsedCallOptions"]): Promise<ChatResult> {
      const message = await inner.invoke(messages, signal === undefined ? {} : { signal });
      return { generations: [{ text: message.text, message }] };
    }

    override async *_streamResponseChunks(messages: BaseMessage[], { signal }: this["ParsedCallOptions"]) {
      const answer = await inner.stream(messages, signal === undefined ? {} : { signal });
      for await (const message of answer) yield new ChatGenerationChunk({ text: message.text, message });
    }
  }
  return new Router({});
}

describe.each([
  ["the SDK below is traced", true],
  ["nobody sees the SDK below", false],
])("a model over a model, where %s", (_title, isSdkTraced) => {
  const router = async () => {
    const model = await routerModel();
    if (!isSdkTraced) stage().openai.disable();
    return model;
  };

  it("is billed once, by the inner", async () => {
    await (await router()).invoke("hello");

    expect(await treeOf(stage())).toEqual(["chat gpt-5-mini"]);
    expect(await billedIn(stage())).toBe(1);
  });

  it("is billed once when it streams", async () => {
    for await (const _ of await (await router()).stream("hello"));

    expect(await treeOf(stage())).toEqual(["chat gpt-5-mini"]);
    expect(await billedIn(stage())).toBe(1);
  });

  it("is one call when its reader aborts, which both hear at once", async () => {
    const caller = new AbortController();
    stage().provider.enqueue({ text: "one two three", fault: { kind: "pause", afterEvents: 3 } });
    const stream = await (await router()).stream("hello", { signal: caller.signal });
    const reading = async (): Promise<void> => {
      for await (const _ of stream) caller.abort();
    };

    await expect(reading()).rejects.toThrow();
    expect(await treeOf(stage())).toEqual(["chat gpt-5-mini (aborted)"]);
  });
});
