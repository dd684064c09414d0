// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App } from "../src/app.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

let app: App;

beforeAll(async () => {
  app = await installApp("otel-3-app");
});
afterAll(() => app[Symbol.asyncDispose]());

const SILENT = { exitCode: 0, stdout: "done\n", stderr: "" };
const PRELOAD = { NODE_OPTIONS: "--require @outlay/node/register" };
const TREE = ["request [internal]", "├─ chat gpt-5-mini [client]", "└─ chat claude-haiku-4-5 [client]"].join("\n");

describe("an application with OpenTelemetry SDK 3.x and API 1.10", () => {
  it.each(["app.mjs", "app.cjs"])("gets priced spans and metrics from its own SDK: %s", async (file) => {
    await using world = await startWorld();
    const { receiver } = world;
    const env = { ...world.env, OTEL_METRICS_EXPORTER: "otlp" };
    expect(await app.node(["--import", "./telemetry.mts", file], env)).toEqual(SILENT);
    expect(receiver.tree()).toBe(TREE);
    expect(costsOf(receiver.spans)).toEqual(COSTS);
    for (const span of receiver.spans) expect(span.attributes).toMatchObject({ "team.id": "payments" });
    expect([...new Set(receiver.metrics.map((metric) => metric.name))].toSorted()).toEqual([
      "gen_ai.client.operation.duration",
      "gen_ai.client.token.usage",
      // Both models are asked the same.
      "outlay.context.resent_cost",
      "outlay.context.resent_tokens",
      "outlay.cost",
    ]);
    expect(receiver.problems).toEqual([]);
  });

  it("counts nothing twice when the preload comes on top", async () => {
    await using world = await startWorld();
    const { receiver } = world;
    const env = { ...world.env, ...PRELOAD, OTEL_METRICS_EXPORTER: "otlp" };
    expect(await app.node(["--import", "./telemetry.mts", "app.mjs"], env)).toEqual(SILENT);
    expect(receiver.tree()).toBe(TREE);
    expect(costsOf(receiver.spans)).toEqual(COSTS);
    const points = receiver.metrics.filter(({ name }) => name === "outlay.cost").flatMap((metric) => metric.points);
    const total = points.reduce((sum, point) => sum + (point.value ?? 0), 0);
    expect(total).toBeCloseTo(
      Object.values(COSTS).reduce((sum, cost) => sum + cost),
      9,
    );
  });

  it("may start its SDK from OTEL_CONFIG_FILE, with Outlay as the preload", async () => {
    await using world = await startWorld();
    const { receiver } = world;
    const env = { ...world.env, ...PRELOAD, OTEL_CONFIG_FILE: "otel.yaml" };
    expect(await app.node(["declarative.mjs"], env)).toEqual(SILENT);
    expect(receiver.tree()).toBe(TREE);
    expect(costsOf(receiver.spans)).toEqual(COSTS);
    for (const span of receiver.spans) expect(span.resource).toMatchObject({ "service.name": "from-the-file" });
    expect(receiver.metrics.map((metric) => metric.name)).toContain("outlay.cost");
    expect(receiver.problems).toEqual([]);
  });

  it("is told by the compiler that Outlay's parts fit into its SDK", async () => {
    const compiler = join("node_modules", ".bin", "tsc");
    expect(await app.node([compiler])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});
