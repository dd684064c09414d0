// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { openAiStage } from "./openai-stage.ts";
import { runApp } from "./run-app.ts";

const stage = openAiStage();

describe.each(["langchain.mjs", "langchain.cjs"])(
  "the preload and %s, which calls a model by way of its SDK",
  (app) => {
    const sent = (): unknown[] => stage().provider.requests.map((request) => [request.path, request.text()]);

    it("trace the chain and, once, the call below it, and are silent", async () => {
      expect(await runApp(app, { env: stage().env })).toEqual({
        exitCode: 0,
        signal: null,
        stdout: "done\n",
        stderr: "",
      });
      expect(stage().receiver.tree()).toBe(
        ["invoke_workflow greeting [internal]", "└─ chat gpt-5-mini [client]"].join("\n"),
      );
      const workflow = stage().receiver.spans.find(({ name }) => name === "invoke_workflow greeting");
      expect(workflow?.attributes).toMatchObject({ "outlay.rollup.calls": 1 });
    });

    it("bill the model's own call where its SDK is not traced", async () => {
      await runApp(app, { env: { ...stage().env, OUTLAY_INSTRUMENTATIONS: "-openai" } });
      const billed = stage().receiver.spans.filter(({ attributes }) => attributes["outlay.cost.status"] === "priced");
      expect(billed).toHaveLength(stage().provider.requests.length);
    });

    it("send the same bytes as without", async () => {
      await runApp(app, { env: stage().env });
      const traced = sent();
      stage().provider.clear();
      await runApp(app, { env: stage().env, nodeOptions: "" });
      expect(traced).toEqual(sent());
    });
  },
);
