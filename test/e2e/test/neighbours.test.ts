// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App, Env } from "../src/app.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

let app: App;
beforeAll(async () => {
  app = await installApp("neighbours-app");
});
afterAll(() => app[Symbol.asyncDispose]());

const OUTLAY = "--require @outlay/node/register";

/** Others that watch a program from its start. */
const NEIGHBOURS: readonly { readonly name: string; readonly preload: string; readonly env: Env }[] = [
  {
    name: "@opentelemetry/auto-instrumentations-node",
    preload: "--require @opentelemetry/auto-instrumentations-node/register",
    // Detectors of clouds ask the network where they are.
    env: { OTEL_NODE_RESOURCE_DETECTORS: "env" },
  },
  { name: "@sentry/node", preload: "--require ./sentry.cjs", env: {} },
  {
    name: "dd-trace",
    preload: "--require dd-trace/init",
    env: { DD_TRACE_AGENT_PORT: "9", DD_INSTRUMENTATION_TELEMETRY_ENABLED: "false", DD_TRACE_STARTUP_LOGS: "false" },
  },
];

const CASES = NEIGHBOURS.flatMap(({ name, preload, env }) =>
  ["chat.mjs", "chat.cjs"].flatMap((file) => [
    { name, file, order: "before", env: { ...env, NODE_OPTIONS: `${preload} ${OUTLAY}` } },
    { name, file, order: "after", env: { ...env, NODE_OPTIONS: `${OUTLAY} ${preload}` } },
  ]),
);

describe.each(CASES)("$name, loaded $order the preload, and $file", ({ name, file, order, env }) => {
  it("bear with each other: the program runs, and each call is priced once", async () => {
    await using world = await startWorld();
    const { exitCode, stdout, stderr } = await app.node([file], { ...world.env, ...env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "hello hello\n" });
    // dd-trace says so of everybody who comes before it.
    const isBlamed = name === "dd-trace" && order === "after";
    expect(stderr.split("\n").filter((line) => !(isBlamed && line.includes("DATADOG TRACER DIAGNOSTIC")))).toEqual([
      "",
    ]);
    expect(costsOf(world.receiver.spans)).toEqual(COSTS);
    expect(world.receiver.spans.filter((span) => span.name in COSTS)).toHaveLength(2);
  });
});

describe("@opentelemetry/auto-instrumentations-node, which brings an SDK", () => {
  it.each(["before", "after"])("loaded %s the preload, exports the one trace, priced", async (order) => {
    await using world = await startWorld();
    const [auto] = NEIGHBOURS;
    const preloads = order === "before" ? [auto?.preload, OUTLAY] : [OUTLAY, auto?.preload];
    await app.node(["chat.mjs"], { ...world.env, ...auto?.env, NODE_OPTIONS: preloads.join(" ") });
    // chat gpt-5-mini        (ours)
    // └─ POST                (undici)
    // chat claude-haiku-4-5  (ours)
    // └─ POST                (undici)
    const { spans } = world.receiver;
    const posts = spans.filter(({ name }) => name === "POST");
    const parents = posts.map(({ parentSpanId }) => spans.find(({ spanId }) => spanId === parentSpanId)?.name);
    expect(new Set(parents)).toEqual(new Set(Object.keys(COSTS)));
    expect(new Set(spans.map(({ resource }) => JSON.stringify(resource))).size).toBe(1);
  });
});
