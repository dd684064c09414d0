// SPDX-License-Identifier: Apache-2.0
import { execFile, spawnSync } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { processIo, runCommand } from "@outlay/cli";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CONFIG_FOLDER } from "../../src/index.ts";

const run = promisify(execFile);
const HAS_PROMTOOL = spawnSync("promtool", ["--version"]).status === 0;
const EXAMPLE = fileURLToPath(new URL("../../../../examples/outlay.config.yaml", import.meta.url));
const UNIT_TESTS = fileURLToPath(new URL("rules.test.yaml", import.meta.url));

if (!HAS_PROMTOOL) process.stderr.write("skipped: tests of alert rules (no promtool: apt-get install prometheus)\n");

describe.skipIf(!HAS_PROMTOOL)("rules for Prometheus", () => {
  let folder: string;
  let said = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-rules-"));
    const io = { ...processIo(), stdout: () => undefined, stderr: (text: string) => void (said += text) };
    await runCommand(["collector", "generate", "--config", EXAMPLE, "--models", "gpt-5.1", "--out", folder], io);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("are rules, with budgets and without", async () => {
    for (const path of [join(folder, "prometheus"), join(CONFIG_FOLDER, "prometheus")]) {
      const { stdout } = await run("promtool", ["check", "rules", "rules.yaml"], { cwd: path });
      expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
    }
  });

  it("fire when they should and not before: spend, forecast, burn rate, windows of a time zone, counters that begin anew", async () => {
    const rules = join(folder, "prometheus");
    await copyFile(UNIT_TESTS, join(rules, "rules.test.yaml"));
    const { stdout } = await run("promtool", ["test", "rules", "rules.test.yaml"], { cwd: rules });
    expect(stdout).toContain("SUCCESS");
  });

  it("say which budgets they cannot watch, and why", () => {
    expect(said).toContain("budget one-agent-run is not in the rules for Prometheus: its window is one trace");
  });
});
