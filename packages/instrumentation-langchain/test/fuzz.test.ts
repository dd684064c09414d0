// SPDX-License-Identifier: Apache-2.0
import { garbage, expectSound } from "@outlay-test/conformance/garbage";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { brokenOff, modelFacts, resultFacts, withGeneration } from "../src/models/model-facts.ts";
import { chainFacts, retrievalFacts } from "../src/structure/run-facts.ts";

const anything = garbage(
  [
    "generations message generationInfo id usage_metadata response_metadata model_name model finish_reason stop_reason",
    "input_tokens output_tokens input_token_details output_token_details audio cache_read cache_creation reasoning",
    "ls_provider ls_model_name ls_temperature ls_max_tokens ls_stop langgraph_node lc_agent_name ls_integration thread_id",
  ],
  ["langchain_create_agent", "pregel", "LangGraph", "graph:step:1", "langsmith:hidden", "AgentExecutor"],
);

describe("whatever LangChain tells", () => {
  it("of a model is read as facts", () => {
    fc.assert(
      fc.property(anything, (params) => {
        const { client, request } = modelFacts({ getLsParams: () => params }, [params, params], false);
        expect(typeof client.provider).toBe("string");
        expect(["string", "undefined"]).toContain(typeof request.model);
        for (const value of Object.values(request.attributes)) expect(value).toBeDefined();
        expect(request.prompt?.().sources).toHaveLength(2);
      }),
    );
  });

  it("of an answer becomes no impossible count, whole, in chunks or broken off", () => {
    fc.assert(
      fc.property(anything, fc.array(anything, { maxLength: 6 }), (result, chunks) => {
        expectSound(resultFacts(result));
        const folded = chunks.reduce<ReturnType<typeof resultFacts>>(withGeneration, {});
        expectSound(folded);
        expectSound(brokenOff(folded));
        expect(brokenOff(folded).usage?.outputTokens).toBeUndefined();
      }),
    );
  });

  it("of a run is read as structure, or as plumbing", () => {
    fc.assert(
      fc.property(anything, anything, anything, anything, fc.boolean(), (serialized, tags, metadata, name, isRoot) => {
        const start = { serialized, tags, metadata, runType: name, runName: name, isRoot };
        const facts = [chainFacts(start, () => isRoot), retrievalFacts(serialized, name)];
        for (const found of facts) expect(["string", "undefined"]).toContain(typeof found?.name);
      }),
    );
  });
});
