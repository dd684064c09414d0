// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { LangfuseClient } from "@langfuse/client";
import { recordOutcome, withAttributes } from "@outlay/core";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { expect, it } from "vitest";

import { sendOutcomesToLangfuse } from "../src/index.ts";

it("sends outcomes as scores through Langfuse's own client, of a trace or a session, each with an id that stays", async () => {
  const bodies: { type: string; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      bodies.push(...(JSON.parse(text) as { batch: typeof bodies }).batch);
      response.writeHead(207, { "content-type": "application/json" }).end('{"successes":[],"errors":[]}');
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new LangfuseClient({ publicKey: "pk", secretKey: "sk", baseUrl });
  const stop = sendOutcomesToLangfuse(client, { name: "resolved" });

  const traceId = "0af7651916cd43dd8448eb211c80319c";
  recordOutcome({ id: traceId, success: true, value: 4.5 });
  withAttributes({ "session.id": "s-1" }, () => recordOutcome({ success: false }));
  stop();
  recordOutcome({ id: traceId, success: false });
  await client.score.flush();
  context.disable();
  server.close();

  expect(bodies.map(({ type, body }) => [type, body])).toEqual([
    ["score-create", { id: `resolved-${traceId}`, traceId, name: "resolved", value: 1, dataType: "BOOLEAN" }],
    [
      "score-create",
      { id: `resolved-${traceId}-value`, traceId, name: "resolved.value", value: 4.5, dataType: "NUMERIC" },
    ],
    ["score-create", { id: "resolved-s-1", sessionId: "s-1", name: "resolved", value: 0, dataType: "BOOLEAN" }],
  ]);
});
