// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How a server keeps what it knows over a restart. */
export type Persistence = "none" | "aof" | "rdb";

/** A server of the test's own, in a folder of its own. */
export interface RedisServer {
  readonly port: number;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same folder. */
  restart(): Promise<void>;
  /** Stops its answers, or lets them come again. */
  pause(isPaused: boolean): void;
  dispose(): Promise<void>;
}

const PERSISTENCE: Readonly<Record<Persistence, readonly string[]>> = {
  none: ["--save", "", "--appendonly", "no"],
  aof: ["--save", "", "--appendonly", "yes", "--appendfsync", "everysec"],
  rdb: ["--save", "3600 1", "--appendonly", "no"],
};

/** Programs that can be the server; `OUTLAY_TEST_REDIS_SERVER` names another, or one of them alone. */
const PROGRAMS = process.env["OUTLAY_TEST_REDIS_SERVER"]?.split(",") ?? ["redis-server", "valkey-server"];

/** Names of all servers' programs on this machine: what one of them does, the other may not. */
export function findRedisServers(): readonly string[] {
  const found = PROGRAMS.filter((name) => spawnSync(name, ["--version"]).status === 0);
  if (found.length === 0) process.stdout.write(`Tests over Redis are skipped: no ${PROGRAMS.join(" or ")} here\n`);
  return found;
}

/** Name of a server's program on this machine; `undefined`, with the reason printed, when there is none. */
export function findRedisServer(): string | undefined {
  return findRedisServers().at(0);
}

/** Starts a server and waits until it answers. */
export async function startRedisServer(
  program: string,
  persistence: Persistence = "none",
  more: readonly string[] = [],
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "outlay-redis-"));
  const port = await freePort();
  const options = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    ...PERSISTENCE[persistence],
    ...more,
  ];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
      child.stdout.on("data", (chunk) => String(chunk).includes("Ready to accept connections") && resolve());
    });
    return child;
  };
  let running = await start();
  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
  };
  return {
    port,
    kill,
    async restart() {
      running = await start();
    },
    pause: (isPaused) => void running.kill(isPaused ? "SIGSTOP" : "SIGCONT"),
    async dispose() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
