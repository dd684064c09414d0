// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BUILDS } from "./load-sdk.ts";
import { CALCULATOR_TREE, CALL_ADD, startStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.provider.clear();
  await stage.telemetry.clear();
});

async function errorTypes(): Promise<Record<string, unknown>> {
  const spans = await stage.telemetry.spans();
  return Object.fromEntries(spans.map(({ name, attributes }) => [name, attributes["error.type"]]));
}

describe.each(BUILDS)("a run, $title,", (build) => {
  beforeAll(() => stage.use(build));

  it("that fails rejects with the SDK's error, which types all that it ends", async () => {
    stage.provider.enqueue({ fault: { kind: "status", status: 400 } });
    await expect(stage.runner().run(stage.calculator(), "1 + 2?")).rejects.toMatchObject({ status: 400 });
    const types = await errorTypes();
    expect(Object.keys(types)).toHaveLength(4);
    for (const type of Object.values(types)) expect(type).toEqual(expect.any(String));
  });

  it("that takes too many turns fails so", async () => {
    stage.provider.enqueue(CALL_ADD, CALL_ADD);
    const { MaxTurnsExceededError } = stage.sdk;
    await expect(stage.runner().run(stage.calculator(), "1 + 2?", { maxTurns: 1 })).rejects.toBeInstanceOf(
      MaxTurnsExceededError,
    );
    expect(await errorTypes()).toMatchObject({
      invoke_workflow: "MaxTurnsExceededError",
      "invoke_agent calculator": "MaxTurnsExceededError",
    });
  });

  it("that a guardrail stops says so; what the guardrail asks a model is below it", async () => {
    const { Agent } = stage.sdk;
    const modelProvider = stage.runner().config.modelProvider;
    const judge = new Agent({ name: "judge", model: "gpt-5-mini" });
    const execute = async () => {
      await stage.runner({ modelProvider }).run(judge, "harmless?");
      return { tripwireTriggered: true, outputInfo: {} };
    };
    const guarded = new Agent({
      name: "guarded",
      model: "gpt-5",
      outputGuardrails: [{ name: "harmless", execute }],
    });
    stage.provider.enqueue({ text: "boo" }, { text: "no" });
    await expect(stage.runner({ modelProvider }).run(guarded, "boo?")).rejects.toThrow(/guardrail/i);
    expect(await stage.tree()).toEqual([
      "invoke_workflow",
      "  invoke_agent guarded",
      "    step 1",
      "      chat gpt-5",
      "      invoke_agent judge",
      "        step 1",
      "          chat gpt-5-mini",
    ]);
    expect(await errorTypes()).toMatchObject({ "invoke_agent guarded": "OutputGuardrailTripwireTriggered" });
    expect(await stage.billed()).toHaveLength(2);
  });

  it("that the caller gives up is over, and no error", async () => {
    stage.provider.enqueue({ text: "a long answer", fault: { kind: "pause", afterEvents: 5 } });
    const controller = new AbortController();
    const result = await stage.runner().run(stage.calculator(), "hi", { stream: true, signal: controller.signal });
    try {
      for await (const event of result) if (event.type === "raw_model_stream_event") controller.abort();
      await result.completed;
    } catch {
      // Some versions reject, others are simply over.
    }
    const spans = await stage.telemetry.spans();
    expect(spans.map(({ name }) => name).toSorted()).toEqual([
      "chat gpt-5-mini",
      "invoke_agent calculator",
      "invoke_workflow",
      "step 1",
    ]);
    for (const { attributes } of spans) expect(attributes).not.toHaveProperty("error.type");
  });

  it("that waits for an approval ends, and goes on as another below the same agent", async () => {
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    const careful = stage.calculator(({ a, b }) => String(a + b), { needsApproval: true });
    const waiting = await stage.runner().run(careful, "1 + 2?");
    expect(waiting.interruptions).toHaveLength(1);
    for (const item of waiting.interruptions ?? []) waiting.state.approve(item);
    await stage.runner().run(careful, waiting.state);
    expect(await stage.tree()).toEqual([
      ...CALCULATOR_TREE.slice(0, 4),
      "invoke_workflow",
      "  invoke_agent calculator",
      expect.stringMatching(/execute_tool add$/),
      expect.stringMatching(/step \d$/),
      "      chat gpt-5-mini",
    ]);
  });

  it.each([
    ["is switched off for the run", { tracingDisabled: true }],
    ["is on, and has its spans", {}],
  ])("is drawn all the same where the SDK's own tracing %s", async (_title, config) => {
    const seen: string[] = [];
    const note = (what: string) => async (): Promise<void> => {
      seen.push(what);
    };
    stage.sdk.setTracingDisabled(false);
    stage.sdk.setTraceProcessors([
      {
        onTraceStart: note("trace"),
        onTraceEnd: note("trace end"),
        onSpanStart: note("span"),
        onSpanEnd: note("span end"),
        shutdown: () => Promise.resolve(),
        forceFlush: () => Promise.resolve(),
      },
    ]);
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    await stage.runner(config).run(stage.calculator(), "1 + 2?");
    expect(await stage.tree()).toEqual(CALCULATOR_TREE);
    if (!("tracingDisabled" in config)) expect(seen).toContain("span");
    expect(seen.filter((what) => what === "span")).toHaveLength(seen.filter((what) => what === "span end").length);
  });
});
