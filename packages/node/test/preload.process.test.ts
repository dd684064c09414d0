// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

let provider: FakeProvider;
let receiver: OtlpReceiver;
let folder: string;

beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  receiver = await startOtlpReceiver();
  folder = await mkdtemp(join(tmpdir(), "outlay-preload-"));
});
afterEach(async () => {
  provider.clear();
  await receiver.close();
  await rm(folder, { recursive: true });
});

function providers(): Record<string, string> {
  return {
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: provider.openaiBaseUrl,
    ANTHROPIC_API_KEY: "sk-ant-test",
    ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
  };
}

function otlp(): Record<string, string> {
  return { ...providers(), OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: "app" };
}

const PRICED = { attributes: ["gen_ai.response.model", "outlay.cost.status"] };

describe("the preload", () => {
  it("loads an instrumentation with its SDK, and none before", async () => {
    const { stdout } = await runApp("loaded.cjs", { env: otlp() });
    expect(stdout).toBe("core, then core openai\n");
  });

  const apps = ["chat.cjs", "chat.mjs", "chat.mts", "mixed.mjs", "worker.mjs"];
  const flags = ["--require @outlay/node/register", "--import @outlay/node/register"];

  it.each(apps.flatMap((app) => flags.map((flag) => [app, flag] as const)))(
    "traces and prices %s under %s, and is silent",
    async (app, nodeOptions) => {
      const result = await runApp(app, { env: otlp(), nodeOptions });
      expect(result).toEqual({ exitCode: 0, signal: null, stdout: "done\n", stderr: "" });
      // chat claude-haiku-4-5
      // chat gpt-5-mini
      expect(receiver.spans.map((span) => span.name).toSorted()).toEqual(["chat claude-haiku-4-5", "chat gpt-5-mini"]);
      for (const span of receiver.spans) {
        expect(span.attributes).toMatchObject({ "outlay.cost.status": "priced" });
        expect(span.attributes["outlay.cost.total_usd"]).toBeGreaterThan(0);
        expect(span.resource).toMatchObject({ "service.name": "app" });
      }
      const names = new Set(receiver.metrics.map((metric) => metric.name));
      expect([...names].toSorted()).toEqual(
        ["gen_ai.client.operation.duration", "gen_ai.client.token.usage", "outlay.cost"].toSorted(),
      );
    },
  );

  it("speaks http/json when asked to", async () => {
    await runApp("chat.mjs", { env: { ...otlp(), OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" } });
    expect(receiver.spans).toHaveLength(2);
    expect(new Set(receiver.requests.map((request) => request.headers["content-type"]))).toEqual(
      new Set(["application/json"]),
    );
  });

  it("exports to OTLP, Langfuse and a file at once, each with what it reads", async () => {
    const file = join(folder, "spans.jsonl");
    const langfuse = {
      LANGFUSE_PUBLIC_KEY: "pk-lf-1",
      LANGFUSE_SECRET_KEY: "sk-lf-1",
      LANGFUSE_BASE_URL: receiver.url,
    };
    const result = await runApp("chat.mjs", { env: { ...otlp(), ...langfuse, OUTLAY_FILE: file } });
    expect(result.stderr).toBe("");
    const toLangfuse = receiver.requests.find((request) => request.path === "/api/public/otel/v1/traces");
    expect(toLangfuse?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from("pk-lf-1:sk-lf-1").toString("base64")}`,
      "x-langfuse-ingestion-version": "4",
    });
    const mapped = receiver.spans.filter((span) => "langfuse.observation.type" in span.attributes);
    const plain = receiver.spans.filter((span) => !("langfuse.observation.type" in span.attributes));
    expect([mapped.length, plain.length]).toEqual([2, 2]);
    expect((await readFile(file, "utf8")).split("\n").filter(Boolean).length).toBeGreaterThan(0);
  });

  it("draws the tree in the terminal when nothing else is configured", async () => {
    const result = await runApp("chat.mjs", { env: providers() });
    expect(result.stdout).toBe("done\n");
    expect(result.stderr).toContain("chat gpt-5-mini");
    expect(result.stderr).toMatch(/\$0\.0/);
  });

  it("adds itself to the SDK that the program sets up, and exports nothing twice", async () => {
    const result = await runApp("own-sdk.mjs", { env: otlp() });
    expect(result).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });
    expect(receiver.tree(PRICED)).toMatch(/request[\s\S]*chat gpt-5-mini/);
    expect(receiver.spans).toHaveLength(2);
    expect(new Set(receiver.spans.map((span) => span.resource["service.name"]))).toEqual(new Set(["the-app-itself"]));
    const chat = receiver.spans.find((span) => span.name === "chat gpt-5-mini");
    expect(chat?.attributes["outlay.cost.status"]).toBe("priced");
  });

  it("leaves diagnostics to a logger that the program sets, without a word about its own", async () => {
    const result = await runApp("own-logger.mjs", { env: otlp() });
    expect(result).toEqual({ exitCode: 0, signal: null, stdout: "done\n", stderr: "the program's own\n" });
    expect(receiver.spans).toHaveLength(1);
  });

  it("keeps metrics going, and draws nothing, when the program brings traces alone", async () => {
    const env = {
      ...providers(),
      TRACES_URL: `${receiver.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${receiver.url}/v1/metrics`,
    };
    const result = await runApp("own-traces.mjs", { env });
    expect(result).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });
    expect(receiver.spans.map((span) => span.attributes["outlay.cost.status"])).toEqual(["priced"]);
    expect(receiver.metrics.map((metric) => metric.name)).toContain("outlay.cost");
  });

  it("exports the same when everything is logged, and no span is in the log", async () => {
    const env = { ...otlp(), OUTLAY_LOG_LEVEL: "debug", OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true" };
    const result = await runApp("chat.mjs", { env });
    expect(result.exitCode).toBe(0);
    expect(receiver.spans).toHaveLength(2);
    expect(receiver.spans[0]?.attributes["gen_ai.input.messages"]).toContain("hi");
    expect(result.stderr).not.toMatch(/gen_ai\.input\.messages|sk-test/);
  });

  it.each([{ OUTLAY_ENABLED: "false" }, { OTEL_SDK_DISABLED: "true" }])(
    "leaves the program alone when it is switched off by %j",
    async (off) => {
      const result = await runApp("chat.mjs", { env: { ...otlp(), ...off } });
      expect(result).toEqual({ exitCode: 0, signal: null, stdout: "done\n", stderr: "" });
      expect(receiver.requests).toEqual([]);
    },
  );

  it("lets the program go on when the backend is down, and says so", async () => {
    await receiver.close();
    const result = await runApp("chat.mjs", { env: { ...otlp(), OTEL_EXPORTER_OTLP_TIMEOUT: "500" } });
    expect(result).toMatchObject({ exitCode: 0, stdout: "done\n" });
    expect(result.stderr).not.toBe("");
    receiver = await startOtlpReceiver();
  });

  it("warns about a broken configuration with its line, and goes on with the rest", async () => {
    await writeFile(
      join(folder, "outlay.config.yaml"),
      "version: 1\nbudgets:\n  - name: b\n    limit: { usd: lots }\nexportres: {}\n",
    );
    const env = { ...otlp(), OUTLAY_CONFIG: join(folder, "outlay.config.yaml") };
    const result = await runApp("chat.mjs", { env });
    expect(result).toMatchObject({ exitCode: 0, stdout: "done\n" });
    expect(result.stderr).toMatch(/outlay\.config\.yaml:4:\d+ .*usd.*lots/);
    expect(result.stderr).toMatch(/outlay\.config\.yaml:5:\d+ .*exportres.*exporters/);
    expect(receiver.spans).toHaveLength(2);
  });

  it("refuses to start when a program asks to be held to limits that cannot hold", async () => {
    await writeFile(join(folder, "outlay.config.yaml"), "version: 1\nmode: enforce\nbudgets: [{}]\n");
    const result = await runApp("chat.mjs", { env: { ...otlp(), OUTLAY_CONFIG: join(folder, "outlay.config.yaml") } });
    expect(result.exitCode).not.toBe(0);
    expect(result.stdout).toBe("");
    expect(result.stderr).toContain("outlay refuses to start");
    expect(provider.requests).toEqual([]);
  });

  it("tells a budget's threshold once, in the terminal, as a log event and as a metric", async () => {
    const config =
      "version: 1\nbudgets:\n  - name: all\n    limit: { calls: 2 }\n    window: { every: day, timezone: UTC }\n    thresholds: [{ at: 50% }, { at: 100% }]\n";
    await writeFile(join(folder, "outlay.config.yaml"), config);
    const result = await runApp("chat.mjs", { env: { ...otlp(), OUTLAY_CONFIG: join(folder, "outlay.config.yaml") } });
    expect(result.stderr.split("\n").filter((line) => line.includes("budget all"))).toHaveLength(2);
    expect(receiver.logs.map((log) => log.eventName).toSorted()).toEqual([
      "outlay.budget.exhausted",
      "outlay.budget.threshold_crossed",
    ]);
    expect(receiver.metrics.map((metric) => metric.name)).toContain("outlay.budget.threshold_crossed");
  });

  it("flushes and then dies of the signal, as the program would have", async () => {
    const app = "waits.mjs";
    const result = await runApp(app, { env: otlp() });
    expect(result).toMatchObject({ signal: "SIGTERM" });
    expect(receiver.spans).toHaveLength(1);
  });
});
