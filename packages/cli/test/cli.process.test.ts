// SPDX-License-Identifier: Apache-2.0
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/outlay.mjs", import.meta.url));
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: Uint8Array,
  nodeArgs: readonly string[] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], { cwd: folder, env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.end(input);
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}

describe("the built program", () => {
  it("answers with the exit codes that its help promises", async () => {
    expect(await run(["prices", "show", "gpt-5.1"])).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await run(["prices", "show", "gpt-5-ultra-x"])).toMatchObject({ exitCode: 1, stderr: "" });
    expect(await run(["prices", "show"])).toMatchObject({ exitCode: 2, stdout: "" });
    expect(await run(["--version"])).toMatchObject({ exitCode: 0, stdout: "0.0.0\n" });
  });

  it("has the reader of the configuration, and stays silent without one", async () => {
    await writeFile(join(folder, "prices.yaml"), "models:\n  - { model: gpt-5.1, multiplier: 0 }\n");
    const { exitCode, stdout, stderr } = await run(["prices", "check", "prices.yaml"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toContain("prices.yaml:2:35 models[0].multiplier: got 0, expected a factor above 0, at most 1000");
  });

  it("reads spans from stdin", async () => {
    const attribute = (key: string, value: string): object => ({ key, value: { stringValue: value } });
    const attributes = [
      attribute("gen_ai.operation.name", "chat"),
      attribute("gen_ai.provider.name", "acme"),
      attribute("gen_ai.request.model", "own-1"),
      { key: "gen_ai.usage.input_tokens", value: { intValue: "12" } },
    ];
    const span = {
      traceId: "1",
      spanId: "2",
      name: "chat own-1",
      startTimeUnixNano: "1",
      endTimeUnixNano: "2",
      attributes,
    };
    const line = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "app" }, spans: [span] }] }] });
    const { exitCode, stdout } = await run(["prices", "unpriced", "-"], {}, gzipSync(`${line}\n`));
    expect(exitCode).toBe(1);
    expect(stdout).toContain("  - provider: acme\n    model: own-1\n    prices:\n      - rates: { input: FILL_IN }\n");
  });

  it("colours for a terminal, and leaves it when NO_COLOR is set or nobody looks", async () => {
    const colored = (text: string): boolean => text.includes("\u001b[");
    expect(colored((await run(["doctor"], { FORCE_COLOR: "1" })).stdout)).toBe(true);
    expect(colored((await run(["doctor"])).stdout)).toBe(false);
    expect(colored((await run(["doctor"], { NO_COLOR: "1" })).stdout)).toBe(false);
  });

  it("ends in silence when its reader has seen enough", async () => {
    const child = spawn(process.execPath, [PROGRAM, "prices", "table"], { cwd: folder, env: {} });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await once(child, "close")).toEqual([0, null]);
    expect(stderr).toBe("");
  });

  it.each([
    { command: "report", own: [], begunWith: ["--max-semi-space-size=16"] },
    { command: "report", own: ["--max_semi_space_size=8"], begunWith: ["--max_semi_space_size=8"] },
    { command: "doctor", own: [], begunWith: [] },
  ])("begins once more with less young space to read a recording: $command $own", async (one) => {
    const { command, own, begunWith } = one;
    const preload = join(folder, "say-options.cjs");
    await writeFile(preload, "process.on('exit', () => console.error(JSON.stringify(process.execArgv)));");
    const input = command === "report" ? "-" : "--help";
    const ended = await run([command, input], {}, Buffer.from("no recording\n"), [...own, "--require", preload]);
    expect(ended.stderr.trim().split("\n").at(-1)).toBe(JSON.stringify([...begunWith, "--require", preload]));
    expect(ended.stderr.match(/"--require"/g)).toHaveLength(1);
  });

  it("can be called by its first line on any system", async () => {
    const [firstLine] = (await readFile(PROGRAM, "utf8")).split("\n", 1);
    expect(firstLine).toBe("#!/usr/bin/env node");
  });

  it("can be called from a program, with import and with require", async () => {
    const body = "runCommand(['prices', 'table'], processIo()).then((code) => console.error('code', code))";
    const programs = [
      ["--input-type=module", "--eval", `import { processIo, runCommand } from "@outlay/cli"; ${body}`],
      ["--input-type=commonjs", "--eval", `const { processIo, runCommand } = require("@outlay/cli"); ${body}`],
      ["--input-type=commonjs", "--eval", `const { processIo, runCommand } = require("./dist/index.cjs"); ${body}`],
    ];
    for (const args of programs) {
      const stderr = await new Promise((resolve) => {
        execFile(process.execPath, args, { cwd: PACKAGE, env: {}, maxBuffer: 2 ** 24 }, (_error, _stdout, text) =>
          resolve(text),
        );
      });
      expect(stderr).toBe("code 0\n");
    }
  });
});
