// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

test("a child process prints its URLs, plays a script file and ends with its stdin", async () => {
  const scriptFile = join(await mkdtemp(join(tmpdir(), "fake-provider-")), "script.json");
  await writeFile(scriptFile, JSON.stringify([{ text: "from a file" }]));
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const child = spawn(process.execPath, [bin, scriptFile], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { openaiBaseUrl } = JSON.parse(line.toString()) as { openaiBaseUrl: string };
  const body = JSON.stringify({ model: "gpt-5", messages: [] });
  const response = await fetch(`${openaiBaseUrl}/chat/completions`, { method: "POST", body });
  child.stdin.end();

  expect(await response.json()).toMatchObject({ choices: [{ message: { content: "from a file" } }] });
  expect(await once(child, "exit")).toEqual([0, null]);
});
