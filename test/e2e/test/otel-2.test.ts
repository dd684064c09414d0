// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App } from "../src/app.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

let app: App;

beforeAll(async () => {
  app = await installApp("otel-2-app");
});
afterAll(() => app[Symbol.asyncDispose]());

const RUN = ["--import", "./telemetry.mts"];
const SILENT = { exitCode: 0, stdout: "done\n", stderr: "" };
const SIGNALS = { OTEL_METRICS_EXPORTER: "otlp", OTEL_LOGS_EXPORTER: "otlp" };

describe("an application with OpenTelemetry SDK 2.x and API 1.9", () => {
  it.each(["app.mjs", "app.cjs"])("gets priced spans, metrics and budget alerts from its own SDK: %s", async (file) => {
    await using world = await startWorld();
    const { receiver } = world;
    expect(await app.node([...RUN, file], { ...world.env, ...SIGNALS })).toEqual(SILENT);
    expect(receiver.tree()).toBe(
      ["request [internal]", "├─ chat gpt-5-mini [client]", "└─ chat claude-haiku-4-5 [client]"].join("\n"),
    );
    for (const span of receiver.spans) expect(span.attributes).toMatchObject({ "team.id": "payments" });
    expect(costsOf(receiver.spans)).toEqual(COSTS);
    expect([...new Set(receiver.metrics.map((metric) => metric.name))].toSorted()).toEqual([
      "gen_ai.client.operation.duration",
      "gen_ai.client.token.usage",
      "outlay.budget.limit",
      "outlay.budget.spent",
      "outlay.budget.utilization",
      // Both models are asked the same.
      "outlay.context.resent_cost",
      "outlay.context.resent_tokens",
      "outlay.cost",
    ]);
    // 0.00116 + 0.00314 USD of 0.004.
    expect(receiver.logs).toMatchObject([
      {
        eventName: "outlay.budget.exhausted",
        attributes: { "outlay.budget.name": "team", "outlay.budget.group": "team.id=payments" },
      },
    ]);
    expect(receiver.problems).toEqual([]);
  });

  it("prices the Anthropic SDK's own span, and only that, where the user leaves it on", async () => {
    await using world = await startWorld();
    const env = { ...world.env, ...SIGNALS, ANTHROPIC_OPEN_TELEMETRY: "true" };
    expect(await app.node([...RUN, "app.mjs"], env)).toEqual(SILENT);
    expect(costsOf(world.receiver.spans)).toEqual({
      "chat gpt-5-mini": COSTS["chat gpt-5-mini"],
      "anthropic.messages.create": COSTS["chat claude-haiku-4-5"],
    });
  });

  it("is told by the compiler that Outlay's parts fit into its SDK", async () => {
    const compiler = join("node_modules", ".bin", "tsc");
    expect(await app.node([compiler])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});
