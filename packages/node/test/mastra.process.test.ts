// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { openAiStage } from "./openai-stage.ts";
import { runApp } from "./run-app.ts";

const stage = openAiStage((provider) =>
  provider.enqueue({ toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] }, { text: "3" }),
);

describe.each(["mastra.mjs", "mastra.cjs"])("the preload and %s, which gives Mastra the exporter", (app) => {
  it.each([
    ["the provider's call", "", "@outlay/instrumentation-vercel-ai"],
    ["what Mastra tells", "-vercel-ai", "@outlay/exporter-mastra"],
  ])("price each call once: %s", async (_title, instrumentations, scope) => {
    const env = {
      ...stage().env,
      ...(instrumentations !== "" && { OUTLAY_INSTRUMENTATIONS: instrumentations }),
    };
    expect(await runApp(app, { env })).toEqual({ exitCode: 0, signal: null, stdout: "3\n", stderr: "" });
    expect(stage().receiver.tree()).toBe(
      [
        "invoke_agent Calculator [internal]",
        "├─ step 1 [internal]",
        "│  ├─ chat gpt-5-mini [client]",
        "│  └─ execute_tool add [internal]",
        "└─ step 2 [internal]",
        "   └─ chat gpt-5-mini [client]",
      ].join("\n"),
    );
    const priced = stage().receiver.spans.filter(({ attributes }) => attributes["outlay.cost.status"] === "priced");
    expect(priced.map((span) => span.scope.name)).toEqual([scope, scope]);
    const agent = stage().receiver.spans.find(({ name }) => name === "invoke_agent Calculator");
    expect(agent?.attributes).toMatchObject({ "outlay.rollup.calls": 2 });
  });
});
