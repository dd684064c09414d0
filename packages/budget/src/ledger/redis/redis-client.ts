// SPDX-License-Identifier: Apache-2.0

/** What is used of `ioredis` 5 and 6 and of `iovalkey`, single servers and clusters alike. */
export interface IoredisLike {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** What is used of `redis` (node-redis) 4 to 6. */
export interface NodeRedisLike {
  evalSha(sha: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** What is used of `@valkey/valkey-glide` 2. */
export interface GlideLike {
  customCommand(command: string[]): Promise<unknown>;
}

/** A connected client of yours. It is used, never configured, and never closed. */
export type RedisClient = IoredisLike | NodeRedisLike | GlideLike;

/** A script as the server knows it. */
export interface RedisScript {
  readonly source: string;
  /** SHA-1 of the source: what is run is what was written, also while two versions of a program run beside each other. */
  readonly sha: string;
}

/** Runs a script that the server may have to be taught first. */
export type RunScript = (script: RedisScript, keys: string[], values: string[]) => Promise<unknown>;

/**
 * Speaks to any of the clients.
 *
 * @throws {TypeError} If it is none of them.
 */
export function scriptRunnerOf(client: RedisClient): RunScript {
  const [bySha, bySource] = callersOf(client);
  return async (script, keys, values) => {
    try {
      return await bySha(script.sha, keys, values);
    } catch (error) {
      // After a restart or a failover, the first who comes brings the script along.
      if (!/no_?script/i.test(messageOf(error))) throw error;
      return bySource(script.source, keys, values);
    }
  };
}

type Call = (script: string, keys: string[], values: string[]) => Promise<unknown>;

function callersOf(client: RedisClient): readonly [bySha: Call, bySource: Call] {
  if ("evalSha" in client) {
    return [
      (sha, keys, values) => client.evalSha(sha, { keys, arguments: values }),
      (source, keys, values) => client.eval(source, { keys, arguments: values }),
    ];
  }
  if ("evalsha" in client) {
    return [
      (sha, keys, values) => client.evalsha(sha, keys.length, ...keys, ...values),
      (source, keys, values) => client.eval(source, keys.length, ...keys, ...values),
    ];
  }
  if ("customCommand" in client) {
    const command =
      (name: string): Call =>
      (script, keys, values) =>
        client.customCommand([name, script, String(keys.length), ...keys, ...values]);
    return [command("EVALSHA"), command("EVAL")];
  }
  throw new TypeError("Not a client of ioredis, iovalkey, redis or @valkey/valkey-glide");
}

/** What an error says; clients differ in where they put the server's word for it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message}` : String(error);
}
