// SPDX-License-Identifier: Apache-2.0
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { createBudgetGuard } from "@outlay/budget";
import { createSqliteStore } from "@outlay/budget/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { findRedisServer, startRedisServer } from "../../budget/test/ledger/redis-server.ts";
import { runApp } from "./run-app.ts";
import type { AppResult } from "./run-app.ts";

const REGISTER = fileURLToPath(new URL("../dist/register.cjs", import.meta.url));
const SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u";

let provider: FakeProvider;
let folder: string;
beforeEach(async () => {
  provider = await startFakeProvider();
  folder = await mkdtemp(join(tmpdir(), "outlay-shared-"));
});
afterEach(async () => {
  await provider.close();
  await rm(folder, { recursive: true });
});

/** A budget of so many calls for all processes together. */
function config(calls: number, store: string, more = ""): string {
  const threshold = more === "" ? "{ at: 100%, action: block }" : more;
  return `version: 1\nstore: ${store}\nbudgets:\n  - { name: all, limit: { calls: ${calls} }, window: lifetime, thresholds: [${threshold}] }\n`;
}

/** Runs the program in a folder of its own, so that it finds the packages that the test puts there. */
async function spend(text: string, env: Record<string, string> = {}): Promise<AppResult> {
  await writeFile(join(folder, "outlay.config.yaml"), text);
  return runApp("spends.mjs", {
    cwd: folder,
    nodeOptions: `--require=${REGISTER}`,
    env: { OPENAI_API_KEY: "test", OPENAI_BASE_URL: provider.openaiBaseUrl, OTEL_TRACES_EXPORTER: "none", ...env },
  });
}

/** Puts a package where the program finds it. */
async function install(name: string): Promise<void> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  const path = fileURLToPath(new URL(`../../budget/node_modules/${name}`, import.meta.url));
  await symlink(path, join(folder, "node_modules", name));
}

const SQLITE = "{ sqlite: ./budgets.db, timeout: 5s }";

describe("a budget in a file", () => {
  it("is one budget for processes that run one after the other", async () => {
    const first = await spend(`mode: enforce\n${config(3, SQLITE)}`, { CALLS: "2" });
    const second = await spend(`mode: enforce\n${config(3, SQLITE)}`, { CALLS: "2" });
    expect([first.stdout, second.stdout]).toEqual(["sent\nsent\n", "sent\nbudget_exceeded\n"]);
    expect(provider.requests).toHaveLength(3);
  });

  it("scenario 24: is one budget for processes that run at once", async () => {
    const text = `mode: enforce\n${config(5, SQLITE)}`;
    const results = await Promise.all(Array.from({ length: 4 }, () => spend(text, { CALLS: "3" })));
    const lines = results.flatMap(({ stdout }) => stdout.trim().split("\n"));
    expect(lines.filter((line) => line === "sent")).toHaveLength(5);
    expect(lines.filter((line) => line === "budget_exceeded")).toHaveLength(7);
    expect(provider.requests).toHaveLength(5);
  });

  it("stops a program that asks to be held to it, when it cannot be opened", async () => {
    const text = `mode: enforce\n${config(5, "{ sqlite: ./nowhere/budgets.db }")}`;
    const { exitCode, stderr, stdout } = await spend(text);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("store.sqlite: got a file that cannot be opened");
    expect(provider.requests).toHaveLength(0);
  });

  it("is replaced by memory when it cannot be opened and only watched", async () => {
    const { exitCode, stderr, stdout } = await spend(config(5, "{ sqlite: ./nowhere/budgets.db }", "{ at: 100% }"));
    expect([exitCode, stdout]).toEqual([0, "sent\n"]);
    expect(stderr).toContain("using the memory of each process");
  });
});

const program = findRedisServer();

describe.skipIf(program === undefined)("a budget in Redis", () => {
  it.each(["ioredis", "iovalkey", "redis"])(
    "scenario 24: is one budget for all processes, by the program's %s",
    async (name) => {
      await install(name);
      const server = await startRedisServer(program ?? "");
      try {
        const env = { REDIS_URL: `redis://127.0.0.1:${server.port}`, CALLS: "2" };
        const text = `mode: enforce\n${config(3, '{ redis: "${REDIS_URL}", timeout: 5s }')}`;
        const results = await Promise.all([spend(text, env), spend(text, env)]);
        const lines = results.flatMap(({ stdout }) => stdout.trim().split("\n"));
        expect(lines.toSorted()).toEqual(["budget_exceeded", "sent", "sent", "sent"]);
        expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
        expect(results.map(({ stderr }) => stderr).join("")).toBe(
          "outlay error: budget all exhausted: 3 calls of 3 calls spent\n",
        );
      } finally {
        await server.dispose();
      }
    },
  );

  it.each([
    ["ioredis", "allow", "sent\n"],
    ["redis", "allow", "sent\n"],
    ["ioredis", "block", "store_unavailable\n"],
    ["redis", "block", "store_unavailable\n"],
  ])("that is not there lets calls through or not, as configured (%s: %s)", async (name, policy, said) => {
    await install(name);
    const server = await startRedisServer(program ?? "");
    await server.kill();
    const env = { REDIS_URL: `redis://127.0.0.1:${server.port}` };
    const { stdout, exitCode, stderr } = await spend(
      `mode: enforce\n${config(3, `{ redis: "\${REDIS_URL}", on_store_failure: ${policy} }`)}`,
      env,
    );
    await server.dispose();
    expect([exitCode, stdout]).toEqual([0, said]);
    expect(stderr).toContain("the store of the budgets does not answer");
  });
});

it("a program without a client of Redis is told what to install, and does not start", async () => {
  const url = "redis://:hidden@127.0.0.1:1";
  const { exitCode, stderr } = await spend(`mode: enforce\n${config(3, '{ redis: "${REDIS_URL}" }')}`, {
    REDIS_URL: url,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("store.redis: got no Redis client, expected one of ioredis, iovalkey, redis in the program");
  expect(stderr).not.toContain("hidden");
});

describe("a call that takes longer than its lease", () => {
  const plan = { name: "all", limit: { calls: 3 }, window: "lifetime" } as const;

  /** Lets one call run until it shows whether its process keeps its lease alive, then answers it. */
  async function runLong(lease: string, shows: (endsAtMs: number[], held: number) => boolean): Promise<number[]> {
    const text = `mode: enforce\nlease: ${lease}\n${config(3, SQLITE)}`;
    provider.enqueue({ fault: { kind: "stall" } });
    const ended = spend(text);
    await provider.waitForRequests(1, 20_000);
    const path = join(folder, "budgets.db");
    const database = new DatabaseSync(path, { readOnly: true });
    const store = createSqliteStore({ path, timeoutMs: 5_000 });
    const guard = createBudgetGuard([plan], { store });
    const endsAtMs: number[] = [];
    await expect
      .poll(
        async () => {
          const row = database.prepare("SELECT expiresAtMs FROM calls").get() as { expiresAtMs: number };
          endsAtMs.push(row.expiresAtMs);
          return shows(endsAtMs, (await guard.status())[0]?.held ?? 0);
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    const during = (await guard.status())[0]?.held ?? 0;
    provider.release();
    expect((await ended).stdout).toBe("sent\n");
    const after = (await guard.status())[0];
    database.close();
    await guard.close();
    return [during, after?.held ?? 0, after?.spent ?? 0, after?.calls ?? 0];
  }

  it("keeps what it holds, as long as its process lives", async () => {
    const LEASES = 3;
    const hasOutlivedIt = ([first = 0, ...later]: number[]): boolean => (later.at(-1) ?? 0) > first + LEASES * 1_000;
    expect(await runLong("{ ttl: 1s, on_expiry: release }", hasOutlivedIt)).toEqual([1, 0, 1, 1]);
  });

  it("loses it where no signs of life are sent, and is counted all the same", async () => {
    const lease = "{ ttl: 1s, heartbeat: off, on_expiry: release }";
    expect(await runLong(lease, (_, held) => held === 0)).toEqual([0, 0, 1, 1]);
  });
});

describe("an alert about a budget that processes share", () => {
  it("scenario 22: is delivered once, however many of them reach the threshold together", async () => {
    const bodies: string[] = [];
    const hook = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        bodies.push(body);
        response.end();
      });
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => hook.once("listening", resolve));
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
    const channels = `channels:\n  ops: { webhook: "${url}", secret: ${SECRET} }\n`;
    const text = `${config(4, SQLITE, "{ at: 50%, alert: ops }")}${channels}`;
    const results = await Promise.all(Array.from({ length: 6 }, () => spend(text, { CALLS: "2" })));
    hook.close();
    expect(results.map(({ stdout }) => stdout)).toEqual(Array(6).fill("sent\nsent\n"));
    expect(bodies.map((body) => (JSON.parse(body) as { type: string }).type)).toEqual(["budget.threshold_crossed"]);
    const printed = results.flatMap(({ stderr }) => stderr.match(/budget all/g) ?? []);
    expect(printed).toHaveLength(1);
  });
});
