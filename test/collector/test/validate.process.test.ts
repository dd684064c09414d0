// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeAll, describe, expect, it } from "vitest";

import { CALL_MODELS } from "../src/call-span.ts";
import { BUILD_TIMEOUT_MS, CONFIG_FOLDER, WITHOUT_COLLECTOR, collectorBinary } from "../src/collector-binary.ts";
import { SMALL_GATEWAY } from "../src/small-gateway.ts";
import { writePrices } from "../src/write-prices.ts";

const run = promisify(execFile);

const OVERLAYS = filesIn("overlays");
const PRESETS = filesIn("presets");

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("otelcol validate", () => {
  let binary: string;
  beforeAll(async () => {
    binary = await collectorBinary();
  }, BUILD_TIMEOUT_MS);

  async function validate(configs: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
    const args = configs.flatMap((config) => ["--config", config]);
    const options = { cwd: CONFIG_FOLDER, env: { ...process.env, ...env } };
    const { stdout, stderr } = await run(binary, ["validate", ...args], options);
    expect(stdout + stderr).not.toMatch(/deprecated|error/i);
  }

  it.each(["gateway.yaml", "agent-loadbalancing.yaml"])("accepts %s and calls nothing in it deprecated", async (name) =>
    validate([name]),
  );

  it.each([...OVERLAYS, ...PRESETS])("accepts %s on top of what it needs of the gateway", async (name) =>
    validate([SMALL_GATEWAY, name]),
  );

  it("accepts all overlays and presets together", async () => {
    const folder = await mkdtemp(join(tmpdir(), "outlay-validate-"));
    // All prices are read above, which takes seconds.
    const few = { OUTLAY_PRICES: await writePrices(CALL_MODELS, folder) };
    await validate(["gateway.yaml", ...OVERLAYS, ...PRESETS], few);
    await rm(folder, { recursive: true });
  });
});

/** YAML files of a folder, relative to the configurations. */
function filesIn(folder: string): string[] {
  const names = readdirSync(join(CONFIG_FOLDER, folder)).filter((name) => name.endsWith(".yaml"));
  return names.map((name) => join(folder, name));
}
