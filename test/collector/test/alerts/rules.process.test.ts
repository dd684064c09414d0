// SPDX-License-Identifier: Apache-2.0
import { execFile, spawnSync } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
/** The example, with days that end soon after 1970 began. */
const SOON_MIDNIGHT = { from: "window: { every: day }", to: "window: { every: day, timezone: Etc/GMT+1 }" };

if (!HAS_PROMTOOL) process.stderr.write("skipped: tests of alert rules (no promtool: apt-get install prometheus)\n");

describe.skipIf(!HAS_PROMTOOL)("rules for Prometheus", () => {
  let folder: string;
  let said = "";

  async function generate(config: string, out: string): Promise<void> {
    const io = { ...processIo(), stdout: () => undefined, stderr: (text: string) => void (said += text) };
    await runCommand(["collector", "generate", "--config", config, "--models", "gpt-5.1", "--out", out], io);
  }

  /** Runs a file of promtool's tests on the rules of a folder. */
  async function promtoolTest(name: string, out: string): Promise<string> {
    const rules = join(out, "prometheus");
    await copyFile(fileURLToPath(new URL(name, import.meta.url)), join(rules, name));
    return (await run("promtool", ["test", "rules", name], { cwd: rules })).stdout;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-rules-"));
    await generate(EXAMPLE, folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("are rules, with budgets and without", async () => {
    for (const path of [join(folder, "prometheus"), join(CONFIG_FOLDER, "prometheus")]) {
      const { stdout } = await run("promtool", ["check", "rules", "rules.yaml"], { cwd: path });
      expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
    }
  });

  it("fire when they should and not before: spend, forecast, burn rate, counters that begin anew", async () => {
    expect(await promtoolTest("rules.test.yaml", folder)).toContain("SUCCESS");
  });

  it("begin a day anew at midnight of its time zone", async () => {
    const example = await readFile(EXAMPLE, "utf8");
    expect(example).toContain(SOON_MIDNIGHT.from);
    const config = join(folder, "midnight.config.yaml");
    await writeFile(config, example.replace(SOON_MIDNIGHT.from, SOON_MIDNIGHT.to));
    await generate(config, join(folder, "midnight"));
    expect(await promtoolTest("midnight.test.yaml", join(folder, "midnight"))).toContain("SUCCESS");
  });

  it("say which budgets they cannot watch, and why", () => {
    expect(said).toContain("budget one-agent-run is not in the rules for Prometheus: its window is one trace");
  });
});
