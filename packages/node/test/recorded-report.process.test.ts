// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startFakeProvider } from "@outlay-test/fake-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

const OUTLAY = fileURLToPath(new URL("../../cli/dist/outlay.mjs", import.meta.url));

type Rows = readonly Readonly<Record<string, unknown>>[];

describe("a report over recorded spans with hashes of prompts", () => {
  let folder: string;
  let tables: Readonly<Record<string, { readonly rows: Rows }>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-recorded-"));
    await using provider = await startFakeProvider();
    const result = await runApp("agent.mjs", {
      env: {
        OPENAI_API_KEY: "sk-test",
        OPENAI_BASE_URL: provider.openaiBaseUrl,
        ANTHROPIC_API_KEY: "sk-ant-test",
        ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
        OUTLAY_FILE: join(folder, "spans.jsonl"),
        OUTLAY_PROMPT_FINGERPRINTS: "span",
      },
    });
    expect(result).toMatchObject({ exitCode: 0, stdout: "done\n" });
    const { stdout } = await promisify(execFile)(process.execPath, [OUTLAY, "report", "spans.jsonl", "--json"], {
      cwd: folder,
      maxBuffer: 32_000_000,
    });
    ({ tables } = JSON.parse(stdout) as { tables: typeof tables });
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  it("says why the cache broke, and for how much", () => {
    expect(tables["cache_breaks"]?.rows).toMatchObject([
      { reason: "system_changed", pointer: "/system/0", looks_like: "timestamp", calls: 1 },
    ]);
  });

  it("says what was carried, by tool and section, and what was never called", () => {
    const carried = tables["carried_context"]?.rows ?? [];
    expect(carried).toContainEqual(expect.objectContaining({ tool: "read_file", kind: "tool_result" }));
    expect(tables["unused_tools"]?.rows).toMatchObject([{ tool: "never_called", conversations: 1 }]);
  });

  it("says how context grew, and who goes round in circles", () => {
    expect(tables["context_growth"]?.rows.map(({ conversation }) => conversation)).toContain("talk");
    expect(tables["loops"]?.rows).toMatchObject([{ conversation: "poll", tools: "poll_job" }]);
  });

  it("is made of spans without a word of what was said", async () => {
    const spans = await readFile(join(folder, "spans.jsonl"), "utf8");
    expect(spans).toContain("outlay.prompt.blocks");
    expect(spans).not.toMatch(/handbook|Is the job done|line line/);
  });
});
