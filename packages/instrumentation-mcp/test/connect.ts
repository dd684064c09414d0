// SPDX-License-Identifier: Apache-2.0
import { z } from "zod";

import type { Sdk } from "./load-sdk.ts";

/** A client that is connected to a server in this process. */
export interface Connection {
  readonly client: InstanceType<Sdk["Client"]>;
  /** `_meta` of each tool call, as the server got it. */
  readonly received: unknown[];
  close(): Promise<void>;
}

/** Connects a client to a server with the tools `add` and `fail`, a prompt and a resource. */
export async function connect(sdk: Sdk, onAdd: () => Promise<void> = async () => undefined): Promise<Connection> {
  const received: unknown[] = [];
  const server = new sdk.McpServer({ name: "calculator", version: "1.0.0" });
  const shape = { a: sdk.number(), b: sdk.number() };
  // Version 1 takes the bare shape, and has no `registerTool` before 1.13.
  const tool = Reflect.get(server, "tool") as ((name: string, ...rest: unknown[]) => void) | undefined;
  const register = (
    name: string,
    handler: (args: { a: number; b: number }, extra: unknown) => Promise<unknown>,
  ): void => {
    if (tool === undefined) server.registerTool(name, { inputSchema: z.object(shape as never) }, handler as never);
    else tool.call(server, name, shape, handler);
  };
  register("add", async ({ a, b }, extra) => {
    received.push(metaOf(extra));
    await onAdd();
    return { content: [{ type: "text", text: String(a + b) }] };
  });
  register("fail", async () => {
    throw new Error("a secret of the tool");
  });
  registerOthers(server, tool === undefined);
  const client = new sdk.Client({ name: "test", version: "1.0.0" });
  const [left, right] = sdk.InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(right), client.connect(left)]);
  return {
    client,
    received,
    async close() {
      await client.close();
      await server.close();
    },
  };
}

function registerOthers(server: InstanceType<Sdk["McpServer"]>, isVersion2: boolean): void {
  const greet = async (): Promise<unknown> => ({
    messages: [{ role: "user", content: { type: "text", text: "hello" } }],
  });
  const read = async (): Promise<unknown> => ({ contents: [{ uri: "file:///notes", text: "notes" }] });
  if (isVersion2) {
    server.registerPrompt("greet", {}, greet as never);
    server.registerResource("notes", "file:///notes", {}, read as never);
    return;
  }
  const [prompt, resource] = ["prompt", "resource"].map(
    (name) => Reflect.get(server, name) as (...args: unknown[]) => void,
  );
  prompt?.call(server, "greet", greet);
  resource?.call(server, "notes", "file:///notes", read);
}

function metaOf(extra: unknown): unknown {
  const { _meta: meta, mcpReq } = Object(extra) as { _meta?: unknown; mcpReq?: { _meta?: unknown } };
  return mcpReq?._meta ?? meta;
}
