// SPDX-License-Identifier: Apache-2.0
import { VercelAIInstrumentation } from "@outlay/instrumentation-vercel-ai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { BUILDS } from "./load-sdk.ts";
import { CALCULATOR_TREE, CALL_ADD, startStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let ai: VercelAIInstrumentation;
beforeAll(async () => {
  stage = await startStage();
  ai = new VercelAIInstrumentation();
});
afterAll(async () => {
  ai.disable();
  await stage.close();
});
beforeEach(async () => {
  stage.provider.clear();
  await stage.telemetry.clear();
});

describe.each(BUILDS.slice(0, 1))("an agent, $title, with a model of the Vercel AI SDK", (build) => {
  beforeAll(() => stage.use(build));

  it.each([
    ["the call that is traced there is the bill", true, false],
    ["what the model reports is the bill where it is not", false, false],
    ["a stream too", true, true],
    ["a stream too, where it is not", false, true],
  ])("bills each call once: %s", async (_title, isTraced, isStream) => {
    const [{ aisdk }, { createOpenAI }] = await Promise.all([
      import("@openai/agents-extensions/ai-sdk"),
      import("@ai-sdk/openai"),
    ]);
    if (isTraced) ai.enable();
    else ai.disable();
    const openai = createOpenAI({ apiKey: "test", baseURL: stage.provider.openaiBaseUrl });
    const agent = stage.calculator();
    agent.model = aisdk(openai.chat("gpt-5-mini")) as never;
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    if (isStream) {
      const result = await stage.runner().run(agent, "1 + 2?", { stream: true });
      for await (const _event of result);
      await result.completed;
    } else await stage.runner().run(agent, "1 + 2?");
    const billed = await stage.billed();
    expect(billed).toHaveLength(stage.provider.requests.length);
    const scope = isTraced ? "@outlay/instrumentation-vercel-ai" : "@outlay/instrumentation-openai-agents";
    expect(billed.map(({ instrumentationScope }) => instrumentationScope.name)).toEqual([scope, scope]);
    if (isTraced) expect(await stage.tree()).toEqual(CALCULATOR_TREE);
  });
});
