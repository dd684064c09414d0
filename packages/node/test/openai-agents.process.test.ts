// SPDX-License-Identifier: Apache-2.0
import type { FakeProvider } from "@outlay-test/fake-provider";
import { describe, expect, it } from "vitest";

import { openAiStage } from "./openai-stage.ts";
import { runApp } from "./run-app.ts";

const stage = openAiStage(converse);

function converse(provider: FakeProvider): void {
  provider.enqueue({ toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] }, { text: "3" });
}

describe.each(["openai-agents.mjs", "openai-agents.cjs"])("the preload and %s, an agent with a tool", (app) => {
  // The provider numbers what it answers with.
  const sent = (): unknown[] =>
    stage().provider.requests.map((request) => [request.path, request.text().replaceAll(/fc_\d+/g, "fc_")]);

  it.each(["", "1"])("trace it and, once, each call, with the SDK's own tracing on or off (%j)", async (isOff) => {
    const { stdout, ...rest } = await runApp(app, { env: { ...stage().env, OPENAI_AGENTS_DISABLE_TRACING: isOff } });
    expect(rest).toEqual({ exitCode: 0, signal: null, stderr: "" });
    expect(stdout).toMatch(isOff === "1" ? /^3 \n$/ : /^3 agent function /);
    expect(stage().receiver.tree()).toBe(
      [
        "invoke_workflow [internal]",
        "└─ invoke_agent calculator [internal]",
        "   ├─ step 1 [internal]",
        "   │  ├─ chat gpt-5-mini [client]",
        "   │  └─ execute_tool add [internal]",
        "   └─ step 2 [internal]",
        "      └─ chat gpt-5-mini [client]",
      ].join("\n"),
    );
    const priced = stage().receiver.spans.filter(({ attributes }) => attributes["outlay.cost.status"] === "priced");
    expect(priced.map(({ name }) => name)).toEqual(["chat gpt-5-mini", "chat gpt-5-mini"]);
    const agent = stage().receiver.spans.find(({ name }) => name === "invoke_agent calculator");
    expect(agent?.attributes).toMatchObject({ "outlay.rollup.calls": 2 });
  });

  it("bill the model's own answers where its SDK is not traced", async () => {
    await runApp(app, { env: { ...stage().env, OUTLAY_INSTRUMENTATIONS: "-openai" } });
    const billed = stage().receiver.spans.filter(({ attributes }) => attributes["outlay.cost.status"] === "priced");
    expect(stage().provider.requests).toHaveLength(2);
    expect(billed).toHaveLength(2);
  });

  it("leave alone what is sent, and what the SDK exports itself", async () => {
    const traced = await runApp(app, { env: stage().env });
    const requests = sent();
    stage().provider.clear();
    converse(stage().provider);
    expect(traced.stdout).toBe((await runApp(app, { env: stage().env, nodeOptions: "" })).stdout);
    expect(requests).toEqual(sent());
  });
});
