// SPDX-License-Identifier: Apache-2.0
export { createRedisStore } from "./ledger/redis/redis-store.ts";
export type { RedisStoreOptions } from "./ledger/redis/redis-store.ts";
export type { GlideLike, IoredisLike, NodeRedisLike, RedisClient } from "./ledger/redis/redis-client.ts";
export { LedgerStoreError } from "./ledger/store-error.ts";
export type { LedgerStoreProblem } from "./ledger/store-error.ts";
