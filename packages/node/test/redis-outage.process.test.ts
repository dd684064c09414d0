// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { createBudgetGuard } from "@outlay/budget";
import { createRedisStore } from "@outlay/budget/redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { connect } from "../../budget/test/ledger/clients.ts";
import { findRedisServer, startRedisServer } from "../../budget/test/ledger/redis-server.ts";
import type { RedisServer } from "../../budget/test/ledger/redis-server.ts";

const REGISTER = fileURLToPath(new URL("../dist/register.cjs", import.meta.url));
const APP = fileURLToPath(new URL("apps/spends-per-line.mjs", import.meta.url));
const FOREVER = 1_000_000;

const program = findRedisServer();

let provider: FakeProvider;
let server: RedisServer;
let folder: string;
const apps: App[] = [];
beforeEach(async () => {
  provider = await startFakeProvider();
  server = await startRedisServer(program ?? "", "aof");
  folder = await mkdtemp(join(tmpdir(), "outlay-outage-"));
  await mkdir(join(folder, "node_modules"));
  const client = fileURLToPath(new URL("../node_modules/ioredis", import.meta.url));
  await symlink(client, join(folder, "node_modules", "ioredis"));
});
afterEach(async () => {
  for (const app of apps.splice(0)) app.child.kill("SIGKILL");
  await provider.close();
  await server.dispose();
  await rm(folder, { recursive: true });
});

/** A program under the preload that calls when it is told to. */
class App {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  stderr = "";

  constructor() {
    this.child = spawn(process.execPath, [`--require=${REGISTER}`, APP], {
      cwd: folder,
      env: {
        OPENAI_API_KEY: "test",
        OPENAI_BASE_URL: provider.openaiBaseUrl,
        OTEL_TRACES_EXPORTER: "none",
        REDIS_URL: `redis://127.0.0.1:${server.port}`,
      },
    });
    apps.push(this);
    this.#lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
  }

  tell(calls: number): void {
    this.child.stdin.write(`${calls}\n`);
  }

  async next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`the program has ended: ${this.stderr}`);
    return value;
  }

  /** What came of the calls it was told to make. */
  async results(): Promise<string[]> {
    const results: string[] = [];
    for (let line = await this.next(); line !== "done"; line = await this.next()) results.push(line);
    return results;
  }

  async call(calls: number): Promise<string[]> {
    this.tell(calls);
    return this.results();
  }

  async end(): Promise<void> {
    this.child.stdin.end();
    expect(await once(this.child, "close")).toEqual([0, null]);
  }
}

async function configure(calls: number, policy: string): Promise<void> {
  const store = `{ redis: "\${REDIS_URL}", ${policy} }`;
  const budget = `{ name: all, limit: { calls: ${calls} }, window: lifetime, thresholds: [{ at: 100%, action: block }] }`;
  await writeFile(
    join(folder, "outlay.config.yaml"),
    `version: 1\nmode: enforce\nstore: ${store}\nbudgets: [${budget}]\n`,
  );
}

/** What the server counts, by a client of its own. */
async function standing(calls: number): Promise<{ spent: number; held: number }> {
  const connected = await connect("ioredis", server.port);
  const thresholds = [{ at: 1, action: "block" as const }];
  const guard = createBudgetGuard([{ name: "all", limit: { calls }, window: "lifetime", thresholds }], {
    store: createRedisStore(connected.client, { timeoutMs: 5_000 }),
  });
  const [{ spent, held } = { spent: 0, held: 0 }] = await guard.status();
  await connected.close();
  return { spent, held };
}

const count = (results: readonly string[], one: string): number => results.filter((result) => result === one).length;

describe.skipIf(program === undefined)("while Redis is away, programs under the preload", () => {
  it.each([
    ["allow", 20],
    ["block", 0],
    ["local, local_share: 0.25", 4],
  ])(
    "scenario 9: go on by on_store_failure: %s, and what they spent is counted when it is back",
    async (policy, sentMeanwhile) => {
      const CAP = 20;
      await configure(CAP, `on_store_failure: ${policy}, timeout: 1s`);
      const app = new App();
      expect(await app.call(4)).toEqual(Array(4).fill("sent"));
      await server.kill();
      const meanwhile = await app.call(sentMeanwhile + 1);
      expect(count(meanwhile, "sent")).toBe(policy === "allow" ? sentMeanwhile + 1 : sentMeanwhile);
      await server.restart();
      await expect
        .poll(
          async () => {
            await app.call(1);
            return app.stderr.includes("answers again");
          },
          { timeout: 20_000 },
        )
        .toBe(true);
      await app.end();
      const { spent, held } = await standing(CAP);
      expect([spent, held]).toEqual([provider.requests.length, 0]);
      expect(app.stderr.match(/does not answer/g)).toHaveLength(1);
      process.stdout.write(
        `scenario 9: ${policy}: ${count(meanwhile, "sent")} of ${CAP} calls sent without the store, ledger minus requests ${spent - provider.requests.length}\n`,
      );
    },
  );

  it("scenario 8: pass no cap over a restart under load, and leave hardly any of it", async () => {
    const [PROCESSES, CAP] = [4, 240];
    await configure(CAP, "on_store_failure: block, timeout: 500ms");
    const running = Array.from({ length: PROCESSES }, () => new App());
    for (const app of running) app.tell(FOREVER);
    await provider.waitForRequests(CAP / 4, 30_000);
    await server.kill();
    // Each has noticed.
    const before = await Promise.all(
      running.map(async (app) => {
        let sent = 0;
        for (let line = await app.next(); line !== "store_unavailable"; line = await app.next()) {
          sent += Number(line === "sent");
        }
        return sent;
      }),
    );
    await server.restart();
    const after = (await Promise.all(running.map((app) => app.results()))).map((results) => count(results, "sent"));
    await Promise.all(running.map((app) => app.end()));
    const sent = [...before, ...after].reduce((sum, one) => sum + one, 0);
    const { spent, held } = await standing(CAP);
    expect(sent).toBe(provider.requests.length);
    expect(sent).toBeLessThanOrEqual(CAP);
    // A hold whose answer was lost with the server stays until its lease ends.
    expect(sent).toBeGreaterThanOrEqual(CAP - 2 * PROCESSES);
    expect(spent + held).toBeLessThanOrEqual(CAP);
    expect(spent).toBe(sent);
    process.stdout.write(
      `scenario 8: kill -9 under the load of ${PROCESSES} programs: sent ${sent} of ${CAP}, counted ${spent}, still held ${held}\n`,
    );
  });
});
