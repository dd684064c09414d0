// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";

import { describeReadme } from "@outlay-test/conformance/readme";
import type { ReadmeServer } from "@outlay-test/conformance/readme";

import { TARGETS } from "../src/targets.ts";

const ANSWER = {
  output: { message: { role: "assistant", content: [{ text: "Hello" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 1 },
};

/** HTTP/2, which the handler that the SDK has by default speaks. */
async function serve(): Promise<ReadmeServer> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ANSWER));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    env: {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
    requestCount: () => requests,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

describeReadme({ test: import.meta.url, targets: TARGETS, serve, sends: "new BedrockRuntimeClient(" });
