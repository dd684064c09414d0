// SPDX-License-Identifier: Apache-2.0
import { isSince } from "@outlay-test/conformance";
import type { Step } from "@outlay-test/fake-provider";
import { endOpenStreams } from "@outlay/core";
import { beforeAll, describe, expect, it } from "vitest";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";
import { onStage } from "./stage.ts";

const stage = onStage();
const { instrumentation, operations } = stage;

const WORK = { model: "gemini-3.6-flash", input: "Think long", background: true } as const;
const USAGE = { total_input_tokens: 50, total_output_tokens: 20, total_thought_tokens: 10, total_tokens: 80 };
const UNDER_WAY: Step = { when: { path: "/interactions/v1_" }, fields: { status: "in_progress", usage: null } };
const BILL = { requestModel: WORK.model, usageStatus: "reported", usage: { inputTokens: 50, outputTokens: 30 } };

const RECENT = VERSIONS.filter(({ number }) => isSince(number, "1.33"));

describe.each(RECENT)("an interaction in the background, $number", ({ name }) => {
  let interactions: Client["interactions"];
  beforeAll(async () => {
    ({ interactions } = stage.connect(await loadSdk(name, "ESM"), false));
  });
  const create = async (): Promise<string> => {
    stage.provider().enqueue({ usage: USAGE });
    return (await interactions.create(WORK)).id;
  };

  it("is billed once, by the reading that first shows its end", async () => {
    const id = await create();
    stage.provider().enqueue(UNDER_WAY);
    await interactions.get(id);
    expect(operations).toEqual([]);

    expect(await interactions.get(id)).toMatchObject({ id, status: "completed" });
    await interactions.get(id);
    expect(operations).toMatchObject([{ ...BILL, responseId: id, finishReasons: ["completed"] }]);
    const [work, bill, ...more] = await stage.telemetry().spans();
    expect(work?.attributes).toMatchObject({ "outlay.operation.outcome": "deferred", "gen_ai.response.id": id });
    expect(bill?.attributes).toMatchObject({ "outlay.request.helper": "retrieve", "gen_ai.usage.input_tokens": 50 });
    expect(more).toEqual([]);
  });

  it("is billed by its cancelling", async () => {
    const id = await create();
    stage.provider().enqueue({ when: { path: "/cancel" }, fields: { status: "cancelled" } });
    await interactions.cancel(id);
    expect(operations).toMatchObject([{ ...BILL, finishReasons: ["cancelled"] }]);
  });

  it("is a failure of its reader's as ever, and unknown where nobody reads it", async () => {
    const id = await create();
    await expect(interactions.get("none")).rejects.toMatchObject({ status: 404 });
    expect(operations).toEqual([]);

    endOpenStreams(0, Date.now());
    expect(operations).toMatchObject([{ responseId: id, usageStatus: "missing" }]);
  });

  it("that another process created is that one's to bill", async () => {
    const id = await create();
    instrumentation.disable();
    const elsewhere = await create();
    instrumentation.enable();
    await interactions.get(elsewhere);
    expect(operations).toEqual([]);
    await interactions.get(id);
    expect(operations).toHaveLength(1);
  });
});
