// SPDX-License-Identifier: Apache-2.0
import { trace } from "@opentelemetry/api";
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { BUILDS } from "./load-sdk.ts";
import { billed, startStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

type Model = Exclude<Parameters<Stage["ai"]["generateText"]>[0]["model"], string>;
/** A model of any specification, as far as the tests wrap one. */
interface AnyModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doGenerate(options: object): PromiseLike<object>;
}

/** One for all builds: they share the one `openai`. */
const vendor = new OpenAIInstrumentation();
afterAll(() => vendor.disable());

describe.each(BUILDS)("a call of ai $major, $format, is billed once", (build) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(build);
    vendor.setTracerProvider(trace.getTracerProvider());
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.spans();
    stage.provider.clear();
  });

  const version = build.major === 5 ? "v2" : build.major === 6 ? "v3" : "v4";
  const chat = (name = "gpt-5-mini"): Model =>
    stage.openai.createOpenAI({ apiKey: "test", baseURL: stage.provider.openaiBaseUrl }).chat(name);
  const anyModel = (fields: object): Model =>
    ({
      specificationVersion: version,
      supportedUrls: {},
      provider: "acme.chat",
      modelId: "acme-1",
      ...fields,
    }) as Model;
  const usage =
    build.major === 5
      ? { inputTokens: 12, outputTokens: 3, totalTokens: 15 }
      : { inputTokens: { total: 12, cacheRead: 2 }, outputTokens: { total: 3, reasoning: 1 } };
  const answer = {
    content: [{ type: "text", text: "Hello" }],
    finishReason: build.major === 5 ? "stop" : { unified: "stop", raw: "done" },
    usage,
    warnings: [],
  };

  it("through middleware, by the model that it wraps", async () => {
    const model = stage.ai.wrapLanguageModel({
      model: chat(),
      middleware: stage.ai.defaultSettingsMiddleware({ settings: { temperature: 0.5 } }),
    });
    await stage.ai.generateText({ model, prompt: "Hi" });

    const [span, ...others] = stage.spans();
    expect(others).toEqual([]);
    expect(span?.attributes).toMatchObject({ "gen_ai.request.temperature": 0.5, "outlay.cost.status": "priced" });
  });

  it("not at all, where middleware answers by itself", async () => {
    const model = stage.ai.wrapLanguageModel({
      model: chat(),
      middleware: { wrapGenerate: () => Promise.resolve(answer as never) },
    });
    const { text } = await stage.ai.generateText({ model, prompt: "Hi" });

    expect(text).toBe("Hello");
    expect([stage.spans(), stage.provider.requests]).toEqual([[], []]);
  });

  it("as often as middleware asks the model", async () => {
    const model = stage.ai.wrapLanguageModel({
      model: chat(),
      middleware: {
        async wrapGenerate({ doGenerate }) {
          await doGenerate();
          return doGenerate();
        },
      },
    });
    await stage.ai.generateText({ model, prompt: "Hi" });

    expect(stage.spans().map(billed)).toEqual(["[priced]", "[priced]"]);
    expect(stage.provider.requests).toHaveLength(2);
  });

  it("by a provider that nobody has heard of, whose class is patched with its first call", async () => {
    class AcmeModel implements AnyModel {
      readonly specificationVersion = version;
      readonly provider = "acme.chat";
      readonly modelId = "acme-1";
      readonly supportedUrls = {};
      doGenerate(): Promise<object> {
        return Promise.resolve(answer);
      }
    }
    const model = (): Model => new AcmeModel() as unknown as Model;
    const wrapped = stage.ai.wrapLanguageModel({ model: model(), middleware: {} });
    await stage.ai.generateText({ model: wrapped, prompt: "Hi" });
    await stage.ai.generateText({ model: model(), prompt: "Hi" });

    const spans = stage.spans();
    expect(spans.map(({ name }) => name)).toEqual(["chat acme-1", "chat acme-1"]);
    expect(spans[0]?.attributes).toMatchObject({
      "gen_ai.provider.name": "acme",
      "gen_ai.usage.input_tokens": 12,
      "gen_ai.usage.output_tokens": 3,
      "gen_ai.response.finish_reasons": [build.major === 5 ? "stop" : "done"],
      "outlay.cost.status": "unpriced",
    });
  });

  it("by a model that is a plain object, and by a frozen one is not seen and not harmed", async () => {
    const model = anyModel({ doGenerate: () => Promise.resolve(answer) });
    await stage.ai.generateText({ model, prompt: "Hi" });
    await stage.ai.generateText({ model, prompt: "Hi" });
    expect(stage.spans().map(({ name }) => name)).toEqual(["chat acme-1", "chat acme-1"]);

    const frozen = Object.freeze(anyModel({ doGenerate: () => Promise.resolve(answer) }));
    expect((await stage.ai.generateText({ model: frozen, prompt: "Hi" })).text).toBe("Hello");
    expect(stage.spans()).toEqual([]);
  });

  it("by the models that a model hands its work to, each for itself", async () => {
    const models = [chat("gpt-5"), chat()] as unknown as readonly AnyModel[];
    const model = anyModel({
      modelId: "both",
      async doGenerate(options: object) {
        let last: object = {};
        for (const inner of models) last = await inner.doGenerate(options);
        return last;
      },
    });
    await stage.ai.generateText({ model, prompt: "Hi" });

    // chat both: no bill of its own
    // ├── chat gpt-5
    // └── chat gpt-5-mini
    const outcome = "outlay.operation.outcome";
    expect(stage.tree((span) => `${billed(span)} ${span.attributes[outcome] === "delegated" ? "delegated" : ""}`)).toBe(
      `chat both (2 calls) delegated
  chat gpt-5 [priced]
  chat gpt-5-mini [priced]`,
    );
    expect(stage.provider.requests).toHaveLength(2);
  });

  it("by the vendor's SDK, where a provider is built on one that is traced", async () => {
    const { OpenAI } = await import("openai");
    const client = new OpenAI({ apiKey: "test", baseURL: stage.provider.openaiBaseUrl });
    const model = anyModel({
      modelId: "on-openai",
      async doGenerate() {
        const { choices } = await client.chat.completions.create({
          model: "gpt-5-mini",
          messages: [{ role: "user", content: "Hi" }],
        });
        return { ...answer, content: [{ type: "text", text: choices[0]?.message.content }] };
      },
    });
    await stage.ai.generateText({ model, prompt: "Hi" });

    expect(stage.tree(billed)).toBe("chat on-openai (1 calls)\n  chat gpt-5-mini [priced]");
    expect(stage.provider.requests).toHaveLength(1);
  });

  it("with the telemetry of ai itself, which draws the tree then", async () => {
    stage.provider.enqueue({ toolCalls: [{ name: "lookup", arguments: {} }] }, { text: "Done" });
    const tools = {
      lookup: stage.ai.tool({ description: "Looks up", inputSchema: z.object({}), execute: () => "found" }),
    };
    const run = { model: chat(), prompt: "Hi", tools, stopWhen: stage.ai.stepCountIs(3) };
    const integrations = build.major === 7 ? [await openTelemetryOf7()] : undefined;
    const telemetry = { isEnabled: true, ...(integrations === undefined ? {} : { integrations }) };
    await stage.ai.generateText({ ...run, experimental_telemetry: telemetry });

    const spans = stage.spans();
    const ours = spans.filter(({ scope }) => scope === "@outlay/instrumentation-vercel-ai");
    expect(ours.map((span) => [span.name, billed(span)])).toEqual([
      ["chat gpt-5-mini", "[priced]"],
      ["chat gpt-5-mini", "[priced]"],
    ]);
    const theirs = spans.filter(({ scope }) => scope !== "@outlay/instrumentation-vercel-ai");
    expect(theirs.filter(({ attributes }) => attributes["outlay.cost.status"] === "duplicate")).toHaveLength(2);
    expect(theirs.filter(({ attributes }) => attributes["outlay.cost.total_usd"] !== undefined)).toEqual([]);
    const root = theirs.find(({ parentId }) => parentId === undefined);
    expect(root?.attributes["outlay.rollup.calls"]).toBe(2);
  });

  it("as a stream, with the telemetry of ai itself", async () => {
    const integrations = build.major === 7 ? [await openTelemetryOf7()] : undefined;
    const telemetry = { isEnabled: true, ...(integrations === undefined ? {} : { integrations }) };
    const result = stage.ai.streamText({ model: chat(), prompt: "Hi", experimental_telemetry: telemetry });
    for await (const _ of result.fullStream);

    const priced = stage.spans().filter(({ attributes }) => attributes["outlay.cost.total_usd"] !== undefined);
    expect(priced.map(({ scope }) => scope)).toEqual(["@outlay/instrumentation-vercel-ai"]);
  });

  it("where the telemetry of ai is switched off, which is not the switch for bills", async () => {
    const options = { experimental_telemetry: { isEnabled: false } };
    await stage.ai.generateText({ model: chat(), prompt: "Hi", ...options });

    expect(stage.tree(billed)).toBe("chat gpt-5-mini [priced]");
  });

  it("for each request of a batch of embeddings", async () => {
    const embedding = stage.openai
      .createOpenAI({ apiKey: "test", baseURL: stage.provider.openaiBaseUrl })
      .textEmbeddingModel("text-embedding-3-small");
    await stage.ai.embedMany({ model: embedding, values: Array.from({ length: 3000 }, (_, index) => `v${index}`) });

    expect(stage.provider.requests).toHaveLength(2);
    expect(stage.spans().map((span) => [span.name, billed(span)])).toEqual([
      ["embeddings text-embedding-3-small", "[priced]"],
      ["embeddings text-embedding-3-small", "[priced]"],
    ]);
  });

  it("for objects, whole and streamed", async () => {
    const schema = z.object({ city: z.string() });
    stage.provider.enqueue({ text: '{"city":"Paris"}' }, { text: '{"city":"Paris"}' });
    const { object } = await stage.ai.generateObject({ model: chat(), prompt: "Hi", schema });
    const streamed = stage.ai.streamObject({ model: chat(), prompt: "Hi", schema });
    for await (const _ of streamed.partialObjectStream);

    expect([object, await streamed.object]).toEqual([{ city: "Paris" }, { city: "Paris" }]);
    const spans = stage.spans();
    expect(spans.map(billed)).toEqual(["[priced]", "[priced]"]);
    expect(spans.map(({ attributes }) => attributes["gen_ai.output.type"])).toEqual(["json", "json"]);
  });
});

/** `@ai-sdk/otel`, which only ai 7 has. */
async function openTelemetryOf7(): Promise<object> {
  const { OpenTelemetry } = await import("@ai-sdk/otel");
  return new OpenTelemetry();
}
