// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";
import { join } from "node:path";

import { context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import type { IoredisLike, NodeRedisLike, RedisClient } from "@outlay/budget/redis";

/** Packages whose clients can be used, in the order in which they are looked for. */
export const REDIS_PACKAGES = ["ioredis", "iovalkey", "redis"] as const;

/** What is used of `ioredis` and `iovalkey` beside commands. */
interface IoredisClient extends IoredisLike {
  readonly status: string;
  /** There while it is connected. */
  readonly stream?: { unref?(): void };
  connect(): Promise<unknown>;
  disconnect(): void;
  on(event: "error" | "connect", listener: () => void): void;
}

interface IoredisModule {
  readonly Redis: new (url: string, options: object) => IoredisClient;
}

/** What is used of `redis` beside commands. */
interface NodeRedisClient extends NodeRedisLike {
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  unref(): void;
  on(event: "error", listener: () => void): void;
  /** Up to version 4. */
  disconnect(): Promise<unknown>;
  /** Since version 5. */
  destroy?(): void;
}

interface NodeRedisModule {
  readonly createClient: (options: object) => NodeRedisClient;
}

/** A client that is connected whenever it is asked something. */
export interface ProgramRedis {
  readonly client: RedisClient;
  readonly close: () => void;
}

/** Longest that a connection may take to come about. */
const CONNECT_MS = 2_000;

/**
 * Connects with the client that the program has installed; none is a dependency of ours.
 *
 * It never keeps the process alive for longer than a command may take, connects again when it is asked something and not
 * on its own, and its commands are not traced: they are not the program's.
 *
 * @param cwd - Folder that packages are looked for from.
 * @returns `undefined` when none of {@link REDIS_PACKAGES} is installed.
 */
export function connectProgramRedis(url: string, timeoutMs: number, cwd: string): ProgramRedis | undefined {
  const require = createRequire(join(cwd, "package.json"));
  const name = REDIS_PACKAGES.find((one) => isInstalled(require, one));
  if (name === undefined) return undefined;
  return name === "redis"
    ? nodeRedis((require(name) as NodeRedisModule).createClient, url, timeoutMs)
    : ioredis((require(name) as IoredisModule).Redis, url, timeoutMs);
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function ioredis(Redis: IoredisModule["Redis"], url: string, timeoutMs: number): ProgramRedis {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_MS,
    retryStrategy: () => null,
  });
  redis.on("error", ignore);
  redis.on("connect", () => redis.stream?.unref?.());
  const line = new Line({ isReady: () => redis.status === "ready", connect: () => redis.connect() }, timeoutMs);
  const client: IoredisLike = {
    evalsha: (sha, count, ...rest) => line.send(() => redis.evalsha(sha, count, ...rest)),
    eval: (source, count, ...rest) => line.send(() => redis.eval(source, count, ...rest)),
  };
  return { client, close: () => redis.disconnect() };
}

function nodeRedis(createClient: NodeRedisModule["createClient"], url: string, timeoutMs: number): ProgramRedis {
  const redis = createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: CONNECT_MS },
  });
  redis.on("error", ignore);
  const connect = async (): Promise<void> => {
    await redis.connect();
    redis.unref();
  };
  const line = new Line({ isReady: () => redis.isReady, connect }, timeoutMs);
  const client: NodeRedisLike = {
    evalSha: (sha, options) => line.send(() => redis.evalSha(sha, options)),
    eval: (source, options) => line.send(() => redis.eval(source, options)),
  };
  const close = (): void => (redis.destroy === undefined ? void redis.disconnect().catch(ignore) : redis.destroy());
  return { client, close };
}

interface Connection {
  isReady(): boolean;
  connect(): Promise<unknown>;
}

/** Sends commands, after connecting if need be. */
class Line {
  readonly #connection: Connection;
  readonly #timeoutMs: number;
  #connecting: Promise<unknown> | undefined;

  constructor(connection: Connection, timeoutMs: number) {
    this.#connection = connection;
    this.#timeoutMs = timeoutMs;
    // The first call should find it open; what is wrong with it is told to whoever asks first.
    this.#connect().catch(ignore);
  }

  async send<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    const startedMs = performance.now();
    // The socket keeps no process alive, but somebody may be waiting for nothing else.
    const alive = setTimeout(ignore, this.#timeoutMs);
    try {
      if (!this.#connection.isReady()) await this.#connect();
      // Nobody waits any more: what was held now would be held by nobody.
      if (performance.now() - startedMs > this.#timeoutMs) throw new Error("connected too late");
      return await untraced(command);
    } finally {
      clearTimeout(alive);
    }
  }

  #connect(): Promise<unknown> {
    this.#connecting ??= untraced(() => this.#connection.connect()).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }
}

async function untraced<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  return context.with(suppressTracing(context.active()), ask);
}

function ignore(): void {
  // Told to whoever waits for an answer.
}
