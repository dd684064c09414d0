// SPDX-License-Identifier: Apache-2.0
// Loaded only when the configuration names a store; what it bundles of the budget package is nothing that has a state.
import type { LedgerStore } from "@outlay/budget";
import { createRedisStore } from "@outlay/budget/redis";
import { createSqliteStore } from "@outlay/budget/sqlite";

import type { StoreConfig } from "../config/outlay-config.ts";
import type { ConfigProblem } from "../config/problem.ts";
export { createFallbackStore, createHeartbeatStore, deliverBudgetEvents } from "@outlay/budget";
import { connectProgramRedis, REDIS_PACKAGES } from "./program-redis.ts";

/** A store that is open, or why there is none. */
export type OpenedStore =
  | { readonly store: LedgerStore; readonly close: () => void; readonly problem?: undefined }
  | { readonly problem: Pick<ConfigProblem, "key" | "value" | "expected"> };

/**
 * Opens the store that a configuration names. Whether a server answers is not waited for.
 *
 * @param cwd - Folder that the client of a server is looked for from: the program brings it.
 * @param maxLeaseAgeMs - Age at which leases made here end, however often they are extended.
 */
export function openBudgetStore(
  { place, timeoutMs }: Pick<StoreConfig, "place" | "timeoutMs">,
  cwd: string,
  maxLeaseAgeMs?: number,
): OpenedStore {
  const options = { timeoutMs, maxLeaseAgeMs };
  return place.type === "sqlite" ? openSqlite({ path: place.path, ...options }) : openRedis(place, options, cwd);
}

/** What both kinds of store take. */
interface StoreOptions {
  readonly timeoutMs: number;
  readonly maxLeaseAgeMs: number | undefined;
}

function openSqlite(options: StoreOptions & { readonly path: string }): OpenedStore {
  const key = "store.sqlite";
  if (process.getBuiltinModule("node:sqlite") === undefined) {
    return {
      problem: { key, value: `Node ${process.versions.node} without SQLite`, expected: "one with node:sqlite" },
    };
  }
  try {
    const store = createSqliteStore(options);
    return { store, close: () => void store.close() };
  } catch (error) {
    const value = `a file that cannot be opened (${reasonOf(error)})`;
    return { problem: { key, value, expected: "a file in a folder that is there and can be written" } };
  }
}

function openRedis(
  { url, prefix }: Extract<StoreConfig["place"], { type: "redis" }>,
  options: StoreOptions,
  cwd: string,
): OpenedStore {
  const key = "store.redis";
  try {
    const redis = connectProgramRedis(url, options.timeoutMs, cwd);
    if (redis === undefined) {
      const expected = `one of ${REDIS_PACKAGES.join(", ")} in the program, as by npm install ${REDIS_PACKAGES[0]}`;
      return { problem: { key, value: "no Redis client", expected } };
    }
    return { store: createRedisStore(redis.client, { prefix, ...options }), close: redis.close };
  } catch (error) {
    return { problem: { key, value: `a client that does not load (${reasonOf(error)})`, expected: "one that does" } };
  }
}

/** What a client says may hold the address, with its password. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code ?? message).replaceAll(/\/\/[^@\s]*@/g, "//");
}
