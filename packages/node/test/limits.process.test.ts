// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";
import type { AppResult } from "./run-app.ts";

let provider: FakeProvider;
let receiver: OtlpReceiver;
let folder: string;

beforeEach(async () => {
  provider = await startFakeProvider();
  receiver = await startOtlpReceiver();
  folder = await mkdtemp(join(tmpdir(), "outlay-limits-"));
});
afterEach(async () => {
  await provider.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

/** Runs the program under a configuration, with its SDKs at the fake provider. */
async function runUnder(config: string, env: Record<string, string> = {}): Promise<AppResult> {
  const file = join(folder, "outlay.config.yaml");
  await writeFile(file, `version: 1\n${config}`);
  return runApp("guarded.mjs", {
    env: {
      OPENAI_API_KEY: "test",
      ANTHROPIC_API_KEY: "test",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
      ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OUTLAY_CONFIG: file,
      ...env,
    },
  });
}

const ONE_CALL =
  "budgets:\n  - name: one\n    limit: { calls: 1 }\n    window: lifetime\n    thresholds: [{ at: 100%, action: block }]\n";
const REFUSED = "true budget_exceeded 402 one\ntrue budget_exceeded 402 one\ntrue budget_exceeded\n";

describe("a program under limits that it knows nothing of", () => {
  it("gets errors of its SDKs' own kinds for what is not sent", async () => {
    const { stdout, exitCode } = await runUnder(`mode: enforce\n${ONE_CALL}`);
    expect([exitCode, stdout]).toEqual([0, REFUSED]);
    expect(provider.requests).toHaveLength(1);
    const refused = receiver.spans.filter(({ attributes }) => attributes["outlay.budget.decision"] === "refused");
    expect(refused.map(({ attributes }) => attributes["outlay.cost.status"])).toEqual(Array(3).fill("not_billed"));
    expect(refused[0]?.attributes).toMatchObject({
      "error.type": "budget_exceeded",
      "outlay.budget.decided_by": ["one"],
    });
  });

  it.each([
    ["nothing is sampled", { OTEL_TRACES_SAMPLER: "always_off" }],
    ["nothing is exported", { OTEL_TRACES_EXPORTER: "none" }],
  ])("scenario 28: is held to them also when %s", async (_how, env) => {
    const { stdout } = await runUnder(`mode: enforce\n${ONE_CALL}`, env);
    expect(stdout).toBe(REFUSED);
    expect(provider.requests).toHaveLength(1);
  });

  it("goes on in shadow mode, and its spans say what would have been", async () => {
    const { stdout } = await runUnder(`mode: shadow\n${ONE_CALL}`);
    expect(stdout).toBe("sent\nsent\nsent\n");
    expect(provider.requests).toHaveLength(4);
    const told = receiver.spans.filter(({ attributes }) => attributes["outlay.budget.mode"] === "shadow");
    expect(told).toHaveLength(3);
  });

  it("is stopped by a breaker, which is told once", async () => {
    const { stdout, stderr } = await runUnder(
      "mode: enforce\nbreakers:\n  - { name: loop, scope: run, max_model_calls: 0, match: { 'gen_ai.provider.name': openai } }\n",
    );
    expect(stdout).toBe("");
    expect(stderr).toContain("breaker loop");
  });
});
