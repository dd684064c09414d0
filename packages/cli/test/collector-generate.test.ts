// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { outlay } from "./run.ts";

const COMMITTED = fileURLToPath(new URL("../../../collector-config", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-generate-"));
});
afterAll(() => rm(folder, { recursive: true }));

type Rows = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function pricesIn(out: string): Promise<Rows> {
  return parse(await readFile(join(folder, out, "prices.yaml"), "utf8")) as Rows;
}

describe("outlay collector generate", () => {
  it("writes the files that are in collector-config", async () => {
    expect(await outlay(["collector", "generate", "--out", COMMITTED, "--check"])).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("writes the same bytes again", async () => {
    const args = ["collector", "generate", "--models", "gpt-5*,claude-sonnet-4-5", "--out"];
    const written = await outlay([...args, "one"], { cwd: folder });
    await outlay([...args, "two"], { cwd: folder });
    expect(written.exitCode).toBe(0);
    expect(written.stdout.split("\n")).toContain("one/gateway.yaml");
    const names = (await readdir(join(folder, "one"), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const name of names)
      expect(await readFile(name, "utf8")).toBe(await readFile(name.replace("/one/", "/two/"), "utf8"));
    expect(names.length).toBeGreaterThanOrEqual(6);
  });

  it("says in each configuration which table it was made from", async () => {
    await outlay(["collector", "generate", "--out", "dated"], { cwd: folder });
    expect(await readFile(join(folder, "dated", "gateway.yaml"), "utf8")).toMatch(
      /price table \d{4}-\d{2}-\d{2}\.[0-9a-f]{8} of\s+(?:# )?\d{4}-\d{2}-\d{2}/,
    );
  });

  it("has only the models that are wanted", async () => {
    await outlay(["collector", "generate", "--models", "GPT-5.1", "--out", "few"], { cwd: folder });
    const rows = await pricesIn("few");
    expect(Object.keys(rows["openai"] ?? {})).toEqual(["gpt-5.1"]);
    expect(rows["anthropic"]).toBeUndefined();
  });

  it("takes the overrides and the labels of the configuration", async () => {
    const config = join(folder, "own.yaml");
    await writeFile(
      config,
      `pricing:
  overrides:
    aliases:
      - { provider: azure, model: Support-Bot, use: { provider: openai, model: gpt-5.1 } }
    models:
      - { provider: openai, model: gpt-5.1, multiplier: 0.5 }
      - { provider: openai, model: our-own, prices: [{ rates: { input: 1, output: 2 } }] }
metrics: { attributes: [cost.center] }
`,
    );
    const { exitCode, stderr } = await outlay(["collector", "generate", "--config", config, "--out", "own"], {
      cwd: folder,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const rows = await pricesIn("own");
    expect(rows["azure.ai.openai"]?.["support-bot"]).toContain('"m":"gpt-5.1"');
    expect(rows["openai"]?.["gpt-5.1"]).toContain("[0,625000,62500,5000000]");
    expect(rows["openai"]?.["our-own"]).toContain('"o":"override"');
    const gateway = await readFile(join(folder, "own", "gateway.yaml"), "utf8");
    expect(gateway).toContain("key: cost.center");
    expect(gateway).not.toContain("key: team.id");
  });

  it.each([
    [[], "--out: got nothing, expected DIR"],
    [["--out", "x", "--models", "no-such-*"], "--models: got no-such-*, expected names of models in the price table"],
    [["--out", "/dev/null/x"], "--out: got /dev/null/x/gateway.yaml, which cannot be written (ENOTDIR)"],
  ])("names what is wrong with %j", async (args, message) => {
    const { exitCode, stderr } = await outlay(["collector", "generate", ...args], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("says what differs", async () => {
    await outlay(["collector", "generate", "--models", "gpt-5.1", "--out", "old"], { cwd: folder });
    await writeFile(join(folder, "old", "gateway.yaml"), "edited");
    const { exitCode, stdout } = await outlay(
      ["collector", "generate", "--models", "gpt-5.1", "--out", "old", "--check"],
      {
        cwd: folder,
      },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "differs: gateway.yaml\n" });
  });
});
