// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import { endOpenStreams, enforcePolicy, observeOperations, withAttributes } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { OpenAIInstrumentation } from "../src/index.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";
import { VERSIONS } from "./subjects.ts";

const WORK = { model: "gpt-5-mini", input: "Think long", background: true } as const;
const USAGE = { input_tokens: 50, output_tokens: 30, total_tokens: 80 };
const UNDER_WAY: Step = {
  when: { path: "/responses/resp_" },
  fields: { status: "in_progress", usage: null, output: [] },
};
const BILL = { requestModel: "gpt-5-mini", usageStatus: "reported", usage: { inputTokens: 50, outputTokens: 30 } };

const operations: Operation[] = [];
const instrumentation = new OpenAIInstrumentation();
const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
let provider: FakeProvider;
let telemetry: Telemetry;
beforeAll(async () => {
  telemetry = startTelemetry();
  provider = await startFakeProvider();
});
afterAll(async () => {
  stop();
  instrumentation.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(async () => {
  endOpenStreams(0, Date.now());
  provider.clear();
  await telemetry.clear();
  operations.length = 0;
});

const RECENT = VERSIONS.filter(({ name }) => name !== "openai-4-oldest");

describe.each(RECENT)("a response in the background, $name", ({ name }) => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk(name, "ESM");
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });
  const create = async (): Promise<string> => {
    provider.enqueue({ usage: USAGE });
    return (await client.responses.create(WORK)).id;
  };

  it("is billed once, by the poll that first shows its usage", async () => {
    const id = await create();
    expect(operations).toEqual([]);
    provider.enqueue(UNDER_WAY, UNDER_WAY);
    await client.responses.retrieve(id);
    await client.responses.retrieve(id);
    expect(operations).toEqual([]);

    const { status } = await client.responses.retrieve(id);
    await client.responses.retrieve(id);
    expect(status).toBe("completed");
    expect(operations).toMatchObject([{ ...BILL, responseId: id, finishReasons: ["stop"] }]);
  });

  it("leaves a span for the work and one for the bill below it, none for polling", async () => {
    const id = await create();
    provider.enqueue(UNDER_WAY);
    await client.responses.retrieve(id);
    await client.responses.retrieve(id);

    const [work, bill, ...more] = await telemetry.spans();
    expect(work?.attributes).toMatchObject({ "outlay.operation.outcome": "deferred", "gen_ai.response.id": id });
    expect(bill?.attributes).toMatchObject({ "outlay.request.helper": "retrieve", "gen_ai.usage.input_tokens": 50 });
    expect(bill?.parentSpanContext?.spanId).toBe(work?.spanContext().spanId);
    expect(more).toEqual([]);
  });

  it("is billed once where it is streamed again, from the middle, and polled", async () => {
    const id = await create();
    for await (const _ of await client.responses.retrieve(id, { stream: true })) break;
    expect(operations).toEqual([]);
    for await (const _ of await client.responses.retrieve(id, { stream: true, starting_after: 2 }));
    for await (const _ of await client.responses.retrieve(id, { stream: true }));
    await client.responses.retrieve(id);

    expect(operations).toMatchObject([BILL]);
  });

  it("whose stream was left is billed when it is fetched", async () => {
    provider.enqueue({ usage: USAGE });
    let id = "";
    for await (const event of await client.responses.create({ ...WORK, stream: true })) {
      if (event.type === "response.created") id = event.response.id;
      break;
    }
    await client.responses.retrieve(id);

    expect(operations).toMatchObject([BILL]);
  });

  it("whose stream was read to its end is billed by that", async () => {
    provider.enqueue({ usage: USAGE });
    let id = "";
    for await (const event of await client.responses.create({ ...WORK, stream: true })) {
      if (event.type === "response.completed") id = event.response.id;
    }
    await client.responses.retrieve(id);

    expect(operations).toMatchObject([BILL]);
  });
});

describe("a response in the background", () => {
  let client: Client;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk("openai", "CommonJS");
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });
  const create = async (): Promise<string> => {
    provider.enqueue({ usage: USAGE });
    return (await client.responses.create(WORK)).id;
  };

  it("that another process has created is not billed here", async () => {
    instrumentation.disable();
    const id = await create();
    instrumentation.enable();
    await client.responses.retrieve(id);
    for await (const _ of await client.responses.retrieve(id, { stream: true }));

    expect(operations).toEqual([]);
    expect(await telemetry.spans()).toEqual([]);
  });

  it("belongs to whom it was made for, wherever it is fetched", async () => {
    const id = await withAttributes({ "user.id": "u1" }, create);
    await withAttributes({ "user.id": "poller" }, () => client.responses.retrieve(id));

    expect(operations).toMatchObject([{ attributes: { "user.id": "u1" } }]);
  });

  it("settles what a policy held for it", async () => {
    const leave = enforcePolicy({ admit: () => ({ id: "held" }) });
    const id = await create();
    await client.responses.retrieve(id);
    leave();

    expect(operations).toMatchObject([{ ...BILL, admissionId: "held" }]);
  });

  it("that was cancelled is billed for what was written, and one that failed is an error of unknown usage", async () => {
    await client.responses.cancel(await create());
    const id = await create();
    const error = { code: "server_error", message: "oh" };
    provider.enqueue({ ...UNDER_WAY, fields: { status: "failed", usage: null, error } });
    await client.responses.retrieve(id);

    expect(operations).toMatchObject([
      { ...BILL, finishReasons: ["error"] },
      { status: "error", errorType: "server_error", usageStatus: "missing" },
    ]);
  });

  it("is counted with unknown usage before the process exits, and billed if it is fetched after all", async () => {
    const id = await create();
    endOpenStreams(1, Date.now());
    expect(operations).toEqual([]);
    endOpenStreams(0, Date.now());
    expect(operations).toMatchObject([{ responseId: id, usageStatus: "missing" }]);

    await client.responses.retrieve(id);
    expect(operations.slice(1)).toMatchObject([BILL]);
  });

  it("whose answer is left unread by its poll, or cannot be fetched, stays to be billed", async () => {
    const id = await create();
    await client.responses.retrieve(id).asResponse();
    provider.enqueue({ when: { path: "/responses/resp_" }, fault: { kind: "status", status: 400 } });
    await expect(client.responses.retrieve(id)).rejects.toThrow();
    expect(operations).toEqual([]);

    await client.responses.retrieve(id);
    expect(operations).toMatchObject([BILL]);
  });
});
