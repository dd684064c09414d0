// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeAll, describe, expect, it } from "vitest";

import { BUILD_TIMEOUT_MS, CONFIG_FOLDER, WITHOUT_COLLECTOR, collectorBinary } from "../src/collector-binary.ts";

const run = promisify(execFile);

/** Files that add to `gateway.yaml`. */
const ADDITIONS = ["overlays", "presets"].flatMap((folder) =>
  existsSync(join(CONFIG_FOLDER, folder))
    ? readdirSync(join(CONFIG_FOLDER, folder))
        .filter((name) => name.endsWith(".yaml"))
        .map((name) => join(folder, name))
    : [],
);

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("otelcol validate", () => {
  let binary: string;
  beforeAll(async () => {
    binary = await collectorBinary();
  }, BUILD_TIMEOUT_MS);

  it.each([["gateway.yaml"], ["agent-loadbalancing.yaml"], ...ADDITIONS.map((name) => ["gateway.yaml", name])])(
    "accepts %s %s and calls nothing in it deprecated",
    async (...names) => {
      const configs = names.flatMap((name) => (typeof name === "string" ? ["--config", name] : []));
      const { stdout, stderr } = await run(binary, ["validate", ...configs], { cwd: CONFIG_FOLDER });
      expect(stdout + stderr).not.toMatch(/deprecated|error/i);
    },
  );

  it("accepts all overlays together", async () => {
    const overlays = ADDITIONS.flatMap((name) => (name.startsWith("overlays") ? ["--config", name] : []));
    const { stderr } = await run(binary, ["validate", "--config", "gateway.yaml", ...overlays], { cwd: CONFIG_FOLDER });
    expect(stderr).not.toMatch(/deprecated|error/i);
  });
});
