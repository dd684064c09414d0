// SPDX-License-Identifier: Apache-2.0
import { apiVersion, giveOlderApi } from "@outlay-test/conformance/otel-2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Stage } from "./stage.ts";

// What is under test is loaded after the API has been chosen.
giveOlderApi();
const { BUILDS } = await import("./load-sdk.ts");
const { CALCULATOR_TREE, CALL_ADD, startStage } = await import("./stage.ts");

let stage: Stage;
beforeAll(async () => {
  stage = await startStage("2.x");
});
afterAll(() => stage.close());

describe.each(BUILDS)("a run, $title, beside OpenTelemetry 2.x", (build) => {
  it("is drawn with what is below it", async () => {
    await stage.use(build);
    await stage.telemetry.clear();
    stage.provider.enqueue(CALL_ADD, { text: "3" });
    await stage.runner().run(stage.calculator(), "1 + 2?");
    expect(apiVersion()).toBe("1.9.1");
    expect(await stage.tree()).toEqual(CALCULATOR_TREE);
  });
});
