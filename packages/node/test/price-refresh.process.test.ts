// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { startFakeProvider } from "@outlay-test/fake-provider";
import { expect, it } from "vitest";

import { createPublisher, startTableServer, tableOf } from "./table-server.ts";

const REGISTER = fileURLToPath(new URL("../dist/register.cjs", import.meta.url));
const APP = fileURLToPath(new URL("apps/call-per-line.mjs", import.meta.url));

it("prices are those of the table that was fetched, and the next start has them without the server", async () => {
  const publisher = await createPublisher();
  await using provider = await startFakeProvider();
  const folder = await mkdtemp(join(tmpdir(), "outlay-refreshed-"));
  const versions = async (): Promise<string[]> => {
    const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: provider.openaiBaseUrl, OUTLAY_LOG_LEVEL: "info" };
    const child = spawn(process.execPath, [`--require=${REGISTER}`, APP], {
      cwd: folder,
      env: { ...env, OUTLAY_FILE: "spans.jsonl" },
      stdio: ["pipe", "ignore", "pipe"],
    });
    // Told when the table is in place; the call comes after.
    for await (const line of createInterface({ input: child.stderr })) if (line.includes("price table")) break;
    child.stdin.end("gpt-5-mini\n");
    await once(child, "exit");
    const spans = await readFile(join(folder, "spans.jsonl"), "utf8");
    return [...spans.matchAll(/"outlay\.cost\.table_version","value":\{"stringValue":"([^"]+)"/g)].map(
      ([, one = ""]) => one,
    );
  };
  try {
    const server = await startTableServer(publisher);
    await server.publish(tableOf("2099-01-01"));
    const settings = [`url: ${server.url}`, `public_key: ${publisher.publicKey}`, "cache_file: prices.signed"];
    await writeFile(
      join(folder, "outlay.config.yaml"),
      `pricing:\n  refresh:\n${settings.map((line) => `    ${line}\n`).join("")}`,
    );

    expect(await versions()).toEqual(["2099-01-01.test"]);
    await server[Symbol.asyncDispose]();
    expect(await versions()).toEqual(["2099-01-01.test", "2099-01-01.test"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
