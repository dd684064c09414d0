// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

let provider: FakeProvider;
let receiver: OtlpReceiver;

beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(async () => {
  provider.clear();
  receiver.release();
  await receiver.close();
});

function env(flushOptions: object = {}): Record<string, string> {
  return {
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: provider.openaiBaseUrl,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    FLUSH: JSON.stringify(flushOptions),
  };
}

const KILLED = { exitCode: null, signal: "SIGKILL", stderr: "" };
const costs = (): unknown[] => receiver.spans.map((span) => span.attributes["outlay.cost.status"]);

describe("a process that is killed after a flush", () => {
  it("has sent its spans and metrics", async () => {
    expect(await runApp("flushes.mjs", { env: env() })).toEqual({ ...KILLED, stdout: "true object\n" });
    expect(costs()).toEqual(["priced"]);
    expect(receiver.metrics.map((metric) => metric.name)).toContain("outlay.cost");
  });

  it("was told if what the batching had begun to send before was still on its way", async () => {
    receiver.enqueue({ kind: "stall" });
    // The call's end starts the export, before the flush; the SDK's own flush would not know of it.
    const app = runApp("flushes.mjs", { env: { ...env({ timeoutMs: 500 }), OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1" } });
    expect(await app).toEqual({ ...KILLED, stdout: "false object\n" });
    expect(receiver.requests.map(({ path }) => path).toSorted()).toEqual(["/v1/metrics", "/v1/traces"]);
  });

  it("has had the program's own SDK send its spans", async () => {
    expect(await runApp("flushes-own-sdk.mjs", { env: env() })).toEqual({ ...KILLED, stdout: "true\n" });
    expect(costs()).toEqual(["priced"]);
    expect(receiver.spans[0]?.resource).toMatchObject({ "service.name": "the-app-itself" });
  });

  it("has ended the streams that nobody will read, if told to", async () => {
    const app = (options: object) => runApp("flushes.mjs", { env: env({ STREAM: true, ...options }) });
    await app({});
    expect(receiver.spans).toEqual([]);
    await app({ endStreams: true });
    expect(receiver.spans.map((span) => span.attributes["outlay.usage.status"])).toEqual(["missing"]);
  });

  it("was not kept longer than it allowed, and was told that not all was sent", async () => {
    receiver.enqueue({ kind: "stall" });
    expect(await runApp("flushes.mjs", { env: env({ timeoutMs: 1 }) })).toEqual({
      ...KILLED,
      stdout: "false object\n",
    });
  });

  it("was told when the backend refused", async () => {
    receiver.enqueue({ kind: "status", status: 400 }, { kind: "status", status: 400 });
    const result = await runApp("flushes.mjs", { env: env() });
    expect(result).toMatchObject({ signal: "SIGKILL", stdout: "false object\n" });
  });

  it("is killed as any other when nothing of Outlay runs", async () => {
    expect(await runApp("flushes.mjs", { env: env(), nodeOptions: "" })).toEqual({
      ...KILLED,
      stdout: "true object\n",
    });
    expect(receiver.requests).toEqual([]);
  });
});
