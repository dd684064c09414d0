// SPDX-License-Identifier: Apache-2.0
import type { Redis as Ioredis } from "ioredis";
import type { Redis as Iovalkey } from "iovalkey";

import type { RedisClient } from "../../src/ledger/redis/redis-client.ts";

/** The clients that a ledger is reached with. */
export const CLIENTS = ["ioredis", "redis", "iovalkey", "glide"] as const;

/** Name of a client. */
export type ClientName = (typeof CLIENTS)[number];

/** A client as a program would make it, by its defaults. */
export interface ConnectedClient {
  readonly client: RedisClient;
  close(): Promise<void> | void;
}

const HOST = "127.0.0.1";

/** Connects with a client's own defaults; only its complaints about lost connections are swallowed. */
export async function connect(name: ClientName, port: number): Promise<ConnectedClient> {
  if (name === "glide") {
    const { GlideClient, Logger } = await import("@valkey/valkey-glide");
    Logger.setLoggerConfig("off");
    const client = await GlideClient.createClient({ addresses: [{ host: HOST, port }] });
    return { client, close: () => client.close() };
  }
  if (name === "redis") {
    const { createClient } = await import("redis");
    const client = createClient({ url: `redis://${HOST}:${port}` });
    client.on("error", () => undefined);
    await client.connect();
    return { client, close: () => client.destroy() };
  }
  const client = await (name === "ioredis" ? makeIoredis(port) : makeIovalkey(port));
  client.on("error", () => undefined);
  return { client, close: () => client.disconnect() };
}

async function makeIoredis(port: number): Promise<Ioredis> {
  const { Redis } = await import("ioredis");
  return new Redis(port, HOST);
}

async function makeIovalkey(port: number): Promise<Iovalkey> {
  const { Redis } = await import("iovalkey");
  return new Redis(port, HOST);
}

/** Clients that ask a cluster where its slots are. */
export async function connectToCluster(port: number): Promise<readonly ConnectedClient[]> {
  const [{ Cluster }, { createCluster }, { GlideClusterClient }] = await Promise.all([
    import("ioredis"),
    import("redis"),
    import("@valkey/valkey-glide"),
  ]);
  const ioredis = new Cluster([{ host: HOST, port }]);
  const redis = createCluster({ rootNodes: [{ url: `redis://${HOST}:${port}` }] });
  redis.on("error", () => undefined);
  await redis.connect();
  const glide = await GlideClusterClient.createClient({ addresses: [{ host: HOST, port }] });
  return [
    { client: ioredis, close: () => ioredis.disconnect() },
    { client: redis, close: () => redis.destroy() },
    { client: glide, close: () => glide.close() },
  ];
}
