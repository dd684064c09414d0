// SPDX-License-Identifier: Apache-2.0
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BUILDS } from "./load-sdk.ts";
import { CALCULATOR_TREE, CALL_ADD, startStage } from "./stage.ts";
import type { SeenSpan, Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.provider.clear();
  await stage.telemetry.clear();
});
afterEach(() => stage.openai.enable());

const USAGE = {
  requests: 1,
  inputTokens: 100,
  outputTokens: 20,
  totalTokens: 120,
  inputTokensDetails: { cached_tokens: 40, cache_write_tokens: 10 },
  outputTokensDetails: { reasoning_tokens: 5 },
};
const BILL = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "acme",
  "gen_ai.request.model": "acme-1",
  "gen_ai.response.id": "answer-1",
  "gen_ai.usage.input_tokens": 100,
  "gen_ai.usage.output_tokens": 20,
  "gen_ai.usage.cache_read.input_tokens": 40,
  "gen_ai.usage.cache_creation.input_tokens": 10,
  "gen_ai.usage.reasoning.output_tokens": 5,
};

/** A model of the program's own, which talks to nobody that is traced. */
class AcmeModel {
  readonly provider = "acme";
  readonly modelId = "acme-1";
  readonly usage: object;
  failure: Error | undefined;

  constructor(usage: object = USAGE) {
    this.usage = usage;
  }

  getResponse(): Promise<object> {
    return answer(this);
  }

  getStreamedResponse(): AsyncGenerator<object> {
    return answerInPieces(this);
  }
}

const CONTENT = [{ type: "output_text", text: "hello" }];
const OUTPUT = [{ type: "message", id: "m", role: "assistant", status: "completed", content: CONTENT }];

async function answer({ usage, failure }: Pick<AcmeModel, "usage" | "failure">): Promise<object> {
  await fetch(`${stage.provider.openaiBaseUrl}/models`);
  if (failure !== undefined) throw failure;
  return { usage: new stage.sdk.Usage(usage), output: OUTPUT, responseId: "answer-1" };
}

async function* answerInPieces({ usage, failure }: Pick<AcmeModel, "usage" | "failure">): AsyncGenerator<object> {
  await fetch(`${stage.provider.openaiBaseUrl}/models`);
  yield { type: "response_started" };
  yield { type: "output_text_delta", delta: "hello" };
  if (failure !== undefined) throw failure;
  yield { type: "response_done", response: { id: "answer-1", usage, output: OUTPUT } };
}

function agentOf(model: object) {
  return new stage.sdk.Agent({ name: "greeter", model: model as never });
}

async function onlyCall(): Promise<SeenSpan | undefined> {
  const calls = (await stage.telemetry.spans()).filter(({ name }) => name.startsWith("chat"));
  expect(calls).toHaveLength(1);
  return calls[0];
}

async function stream(agent: ReturnType<typeof agentOf>): Promise<string> {
  const result = await stage.runner().run(agent, "hi", { stream: true });
  for await (const _event of result);
  await result.completed;
  return String(result.finalOutput);
}

describe.each(BUILDS)("a model, $title,", (build) => {
  beforeAll(() => stage.use(build));

  it.each(["responses", "chat_completions"] as const)(
    "of the SDK's own is the bill where nobody sees the calls below it (%s)",
    async (api) => {
      stage.openai.disable();
      stage.provider.enqueue(CALL_ADD, { text: "3" });
      const { OpenAIProvider } = stage.sdk;
      const useResponses = api === "responses";
      const modelProvider = new OpenAIProvider({
        apiKey: "test",
        baseURL: stage.provider.openaiBaseUrl,
        useResponses,
      });
      await stage.runner({ modelProvider }).run(stage.calculator(), "1 + 2?");
      expect(await stage.tree()).toEqual(CALCULATOR_TREE);
      const billed = await stage.billed();
      expect(billed).toHaveLength(stage.provider.requests.length);
      for (const { instrumentationScope, attributes } of billed) {
        expect(instrumentationScope.name).toBe("@outlay/instrumentation-openai-agents");
        expect(attributes).toMatchObject({
          "gen_ai.provider.name": "openai",
          "gen_ai.request.model": "gpt-5-mini",
        });
      }
    },
  );

  it("of the program's own is the bill, below the step that asks it", async () => {
    expect((await stage.runner().run(agentOf(new AcmeModel()), "hi")).finalOutput).toBe("hello");
    const call = await onlyCall();
    expect(call?.attributes).toMatchObject(BILL);
    expect(await stage.tree()).toEqual([
      "invoke_workflow",
      "  invoke_agent greeter",
      "    step 1",
      "      chat acme-1",
    ]);
  });

  it("of the program's own is the bill where it streams", async () => {
    expect(await stream(agentOf(new AcmeModel()))).toBe("hello");
    expect((await onlyCall())?.attributes).toMatchObject({
      ...BILL,
      "gen_ai.request.stream": true,
      "gen_ai.response.time_to_first_chunk": expect.any(Number),
    });
  });

  it("that a provider of the program's own makes is the bill", async () => {
    const modelProvider = { getModel: () => Promise.resolve(new AcmeModel()) };
    const agent = new stage.sdk.Agent({ name: "greeter", model: "anything" });
    await stage.runner({ modelProvider }).run(agent, "hi");
    expect((await onlyCall())?.attributes).toMatchObject(BILL);
  });

  it("that is an object without a class is the bill, by the name it was asked for", async () => {
    const says = { usage: USAGE, failure: undefined };
    const literal = { getResponse: () => answer(says), getStreamedResponse: () => answerInPieces(says) };
    const agent = new stage.sdk.Agent({ name: "greeter", model: "acme-2" });
    await stage.runner({ modelProvider: { getModel: () => literal as never } }).run(agent, "hi");
    expect((await onlyCall())?.attributes).toMatchObject({
      "gen_ai.request.model": "acme-2",
      "gen_ai.usage.input_tokens": 100,
    });
  });

  it("that hands its work to one that is traced leaves the bill to that one", async () => {
    const inner = stage.runner().config.modelProvider;
    const model = await inner.getModel("gpt-5-mini");
    class Careful extends AcmeModel {
      override getResponse(...args: unknown[]): Promise<object> {
        return model.getResponse(args[0] as never);
      }
    }
    await stage.runner().run(agentOf(new Careful()), "hi");
    const billed = await stage.billed();
    expect(billed.map(({ name }) => name)).toEqual(["chat gpt-5-mini"]);
    expect(stage.provider.requests).toHaveLength(1);
  });

  it("that does not say what it used is a call that nobody has counted", async () => {
    const nothing = { requests: 0, inputTokens: 0, outputTokens: 0, totalTokens: 0 };
    await stage.runner().run(agentOf(new AcmeModel(nothing)), "hi");
    const call = await onlyCall();
    expect(call?.attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
    expect(call?.attributes["outlay.usage.status"]).toBe("missing");
  });

  it("that fails is a failed call, and the run's own error arrives", async () => {
    const model = new AcmeModel();
    model.failure = new RangeError("secret");
    await expect(stage.runner().run(agentOf(model), "hi")).rejects.toBe(model.failure);
    for (const { attributes } of await stage.telemetry.spans()) {
      expect(attributes["error.type"]).toBe("RangeError");
      expect(JSON.stringify(attributes)).not.toContain("secret");
    }
  });

  it("that fails in its stream is a failed call without a bill", async () => {
    const model = new AcmeModel();
    model.failure = new RangeError("secret");
    await expect(stream(agentOf(model))).rejects.toBe(model.failure);
    const call = await onlyCall();
    expect(call?.attributes).toMatchObject({ "error.type": "RangeError" });
    expect(call?.attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
    expect(await stage.tree()).toHaveLength(4);
  });
});
