// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { HeldBudgetStanding } from "@outlay/budget";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { findRedisServer, startRedisServer } from "../../budget/test/ledger/redis-server.ts";
import type { RedisServer } from "../../budget/test/ledger/redis-server.ts";
import { startFakeProvider } from "../../../test/fake-provider/src/index.ts";
import type { FakeProvider } from "../../../test/fake-provider/src/index.ts";
import { lineWith } from "./run.ts";

const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CLI = pathTo("../dist/outlay.mjs");
const REGISTER = pathTo("../../node/dist/register.cjs");
const APP = pathTo("../../node/test/apps/spends-per-line.mjs");
const CONFIG = `version: 1
mode: enforce
store: { redis: "\${REDIS_URL}", timeout: 5s }
budgets:
  - name: team-day
    group_by: [deployment.environment.name]
    limit: { calls: 3 }
    window: lifetime
    thresholds: [{ at: 100%, action: block }]
`;

const program = findRedisServer();

let server: RedisServer;
let provider: FakeProvider;
let folder: string;
let app: ChildProcessWithoutNullStreams;
let said: AsyncIterator<string>;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  server = await startRedisServer(program ?? "");
  folder = await mkdtemp(join(tmpdir(), "outlay-budgets-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(pathTo("../../budget/node_modules/ioredis"), join(folder, "node_modules", "ioredis"));
  await writeFile(join(folder, "outlay.config.yaml"), CONFIG);
  app = spawn(process.execPath, [`--require=${REGISTER}`, APP], { cwd: folder, env: environment() });
  said = createInterface({ input: app.stdout })[Symbol.asyncIterator]();
});
afterEach(async () => {
  app.kill("SIGKILL");
  await server.dispose();
  await rm(folder, { recursive: true });
});

function environment(): Record<string, string> {
  return {
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: provider.openaiBaseUrl,
    OTEL_TRACES_EXPORTER: "none",
    REDIS_URL: `redis://127.0.0.1:${server.port}`,
  };
}

/** Runs `outlay budgets …` beside the program. */
async function budgets(...args: string[]): Promise<{ exitCode: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, "budgets", ...args], { cwd: folder, env: environment() });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}

/** What came of the calls that the program is told to make. */
async function call(calls: number): Promise<string[]> {
  app.stdin.write(`${calls}\n`);
  const results: string[] = [];
  for (;;) {
    const { value, done } = await said.next();
    if (done === true || value === "done") return results;
    results.push(value);
  }
}

describe.skipIf(program === undefined)("budgets in Redis, while a program runs that is held to them", () => {
  it("show what its running call holds", async () => {
    provider.clear();
    provider.enqueue({ fault: { kind: "stall" } });
    const calling = call(1);
    await provider.waitForRequests(1);
    const { exitCode, stdout } = await budgets("status", "--json");
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, [{ budget: "team-day", held: 1, spent: 0, limit: 3 }]]);
    provider.release();
    expect(await calling).toEqual(["sent"]);
    const [after] = JSON.parse((await budgets("status", "--json")).stdout) as HeldBudgetStanding[];
    expect(after).toMatchObject({ held: 0, spent: 1 });
  });

  it("are used up, and a grant lets the blocked program go on, once", async () => {
    expect(await call(5)).toEqual(["sent", "sent", "sent", "budget_exceeded"]);
    const used = await budgets("status");
    expect([used.exitCode, used.stderr]).toEqual([1, ""]);
    expect(lineWith("team-day", used.stdout)).toMatch(/^team-day .* 3 calls 3 calls 100 %$/);

    const group = ["--group", "deployment.environment.name=(none)"];
    for (let twice = 0; twice < 2; twice += 1) {
      const granted = await budgets("grant", "team-day", "2", ...group, "--id", "ticket-1");
      expect(granted).toEqual({
        exitCode: 0,
        stdout: "team-day (deployment.environment.name=(none)): 3 calls spent of 3 calls, and 2 calls granted\n",
        stderr: "",
      });
    }
    expect(await call(5)).toEqual(["sent", "sent", "budget_exceeded"]);
    expect(lineWith("team-day", (await budgets("status")).stdout)).toMatch(/ 5 calls 3 calls 2 calls 100 %$/);
    app.stdin.end();
    expect(await once(app, "close")).toEqual([0, null]);
  });
});
