// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const REGISTER = fileURLToPath(new URL("../dist/register.cjs", import.meta.url));
const EXAMPLE = new URL("../../../examples/outlay.config.yaml", import.meta.url);
const LOADERS = [`--require=${REGISTER}`, `--import=${pathToFileURL(REGISTER).href}`];
const SILENT = { OTEL_TRACES_EXPORTER: "none", OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" };
/** Files of ours, and of what reading a configuration takes, that the child has loaded. */
const LIST = `
  const names = Object.keys(require.cache).map((file) => file.replaceAll("\\\\", "/"));
  console.log(JSON.stringify(names.filter((name) => /config-file|node_modules\\/(?:yaml|zod)\\//.test(name))));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-config-"));
  await copyFile(EXAMPLE, join(folder, "outlay.config.yaml"));
});
afterAll(() => rm(folder, { recursive: true }));

async function loadedFiles(loader: string, env: Record<string, string> = {}): Promise<string[]> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [loader, "--eval", LIST], {
    cwd: folder,
    env: { ...SILENT, ...env },
  });
  expect(stderr).toBe("");
  const files = JSON.parse(stdout) as string[];
  return files.map((file) => file.slice(file.indexOf("/dist/") + 1));
}

describe("what reads the configuration file", () => {
  it.each(LOADERS)("is loaded when there is a file, in one piece (%s)", async (loader) => {
    expect(await loadedFiles(loader, { OUTLAY_LOG_LEVEL: "none" })).toEqual(["dist/config-file.cjs"]);
  });

  it.each(LOADERS)("is not loaded when there is none (%s)", async (loader) => {
    const nowhere = { OUTLAY_CONFIG: join(folder, "missing.yaml"), OUTLAY_LOG_LEVEL: "none" };
    expect(await loadedFiles(loader, nowhere)).toEqual([]);
  });

  it("is not loaded when Outlay is switched off", async () => {
    expect(await loadedFiles(LOADERS[0] ?? "", { OUTLAY_ENABLED: "false" })).toEqual([]);
  });
});
