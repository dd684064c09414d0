// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { describe, expect, it } from "vitest";

import { ROOT } from "../src/pack.ts";
import { PATH, run } from "../src/run.ts";
import type { RunResult } from "../src/run.ts";
import { costsOf } from "../src/world.ts";

function runExample(env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  const cwd = join(ROOT, "examples", "existing-opentelemetry");
  return run(process.execPath, ["run.ts"], { cwd, env: { PATH, ...env } });
}

describe("the example of an application that has OpenTelemetry already", () => {
  it("runs without keys and shows in the terminal what it spent", async () => {
    const { exitCode, stdout, stderr } = await runExample();
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^I am sorry .*\n$/) });
    const lines = stderr.split("\n");
    expect(lines[0]).toMatch(/^outlay warning: budget support \(team\.id=billing\) reached 50%/);
    expect(lines[1]).toMatch(/^trace [0-9a-f]{32} · session ticket-4711 · user ada$/);
    expect(lines.slice(3, 6)).toEqual([
      expect.stringMatching(/^answer ticket /),
      expect.stringMatching(/^├─ chat gpt-5-mini .* \$0\.0/),
      expect.stringMatching(/^└─ chat claude-sonnet-4-6 .* \$0\.0/),
    ]);
  });

  it("sends spans, metrics and the budget's alert through the application's own SDK", async () => {
    await using receiver = await startOtlpReceiver();
    const result = await runExample({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^outlay warning: [^\n]*\n$/) });
    expect(receiver.tree()).toBe(
      ["answer ticket [internal]", "├─ chat gpt-5-mini [client]", "└─ chat claude-sonnet-4-6 [client]"].join("\n"),
    );
    expect(costsOf(receiver.spans)).toEqual({
      "chat gpt-5-mini": (44 * 0.25 + 70 * 2) / 1e6,
      "chat claude-sonnet-4-6": (41 * 3 + 220 * 15) / 1e6,
    });
    for (const { resource, attributes } of receiver.spans) {
      expect(resource).toMatchObject({ "service.name": "support-desk" });
      expect(attributes).toMatchObject({ "user.id": "ada", "session.id": "ticket-4711", "team.id": "billing" });
    }
    expect(receiver.metrics.map((metric) => metric.name)).toContain("outlay.cost");
    expect(receiver.logs.map((log) => log.eventName)).toEqual(["outlay.budget.threshold_crossed"]);
    expect(receiver.problems).toEqual([]);
  });
});
