// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { describe, expect, it } from "vitest";

import { ROOT } from "../src/pack.ts";
import { PATH, run } from "../src/run.ts";
import { costsOf } from "../src/world.ts";

const EXAMPLE = join(ROOT, "examples", "manual");

describe("the example of an agent that speaks to its model with fetch", () => {
  it("draws agent, tool and call, with the cost on the call", async () => {
    const { exitCode, stdout, stderr } = await run(process.execPath, ["run.ts"], { cwd: EXAMPLE, env: { PATH } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Yes: the mark for alert is 400 cm.\n" });
    const lines = stderr.split("\n");
    expect(lines[0]).toMatch(/^trace [0-9a-f]{32} · session flood-watch · user ada$/);
    expect(lines.slice(2, 5)).toEqual([
      expect.stringMatching(/^invoke_agent flood-watch /),
      expect.stringMatching(/^├─ execute_tool read_gauge /),
      expect.stringMatching(/^└─ chat gpt-5-mini .* \$0\.0/),
    ]);
  });

  it("sends them priced, with the sum on the agent", async () => {
    await using receiver = await startOtlpReceiver();
    const env = { PATH, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    expect(await run(process.execPath, ["run.ts"], { cwd: EXAMPLE, env })).toMatchObject({ exitCode: 0, stderr: "" });

    expect(receiver.tree()).toBe(
      [
        "invoke_agent flood-watch [internal]",
        "├─ execute_tool read_gauge [internal]",
        "└─ chat gpt-5-mini [client]",
      ].join("\n"),
    );
    const cost = costsOf(receiver.spans)["chat gpt-5-mini"];
    expect(cost).toBeGreaterThan(0);
    const agent = receiver.spans.find(({ name }) => name === "invoke_agent flood-watch");
    expect(agent?.attributes).toMatchObject({ "outlay.rollup.calls": 1, "outlay.rollup.cost_usd": cost });
    const tool = receiver.spans.find(({ name }) => name === "execute_tool read_gauge");
    expect(tool?.attributes["outlay.tool.arguments_hash"]).toMatch(/^[0-9a-f]{16}$/);
  });
});
