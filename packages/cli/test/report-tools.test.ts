// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { lineWith, outlay } from "./run.ts";

const CALL = {
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5-mini",
  "gen_ai.usage.input_tokens": 1_000_000,
  "gen_ai.usage.output_tokens": 0,
};

/** A run of a tool, with what it was asked and answered where that is told. */
const run = (traceId: string, tool: string, more: Readonly<Record<string, string>> = {}) => ({
  traceId,
  attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool, ...more },
});
const asked = (input: object, answer: string) => ({
  "gen_ai.tool.call.arguments": JSON.stringify(input),
  "gen_ai.tool.call.result": answer,
});

describe("the part of a report about what tools could have been known", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-tools-"));
    const traces = ["a", "b", "c"].map((letter) => letter.repeat(32));
    const tasks = traces.flatMap((traceId) => [
      { traceId, attributes: CALL },
      run(traceId, "search"),
      run(traceId, "read_file"),
      run(traceId, traceId.startsWith("c") ? "delete_file" : "edit_file"),
    ]);
    await writeFile(join(folder, "spans.jsonl"), `${otlpLine(tasks)}\n`);
    const captured = [
      { traceId: "d".repeat(32), attributes: CALL },
      run("d".repeat(32), "search", asked({ query: "invoice" }, "found /tmp/invoice-17.pdf")),
      run("d".repeat(32), "read_file", asked({ path: "/tmp/invoice-17.pdf" }, "…")),
    ];
    await writeFile(join(folder, "captured.jsonl"), `${otlpLine(captured)}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("says how often the next tool was guessed, and which tasks were done like one before", async () => {
    const { stdout, stderr } = await outlay(["report", "spans.jsonl"], { cwd: folder, columns: 140 });
    expect(stderr).toBe("");
    // The third task is the one that ends otherwise; the first could not be known.
    expect(lineWith("the next tool was the first guess", stdout)).toMatch(/ 3 33\.3 %$/);
    expect(lineWith("same tools in the same order", stdout)).toMatch(/ 1 33\.3 % 0\.2500 0$/);
    expect(lineWith("known to have succeeded", stdout)).toMatch(/ 0 0\.0 % 0\.00 0$/);
    expect(stdout).toContain("What tools were asked is not in these spans");
  });

  it("says what stood in earlier answers, where that was captured", async () => {
    const { stdout } = await outlay(["report", "captured.jsonl", "--json"], { cwd: folder });
    const { tables } = JSON.parse(stdout) as { tables: Record<string, { rows: readonly object[] }> };
    expect(tables["speculation_potential"]?.rows).toEqual([
      { row: "group", measure: "all that it was asked stood in earlier answers", runs: 2, share: 0.5 },
    ]);
    expect(stdout).not.toContain("invoice");
  });
});
