// SPDX-License-Identifier: Apache-2.0
import type { Variant } from "@outlay-test/conformance";
import { expect } from "vitest";

import { clientConfig } from "../load-sdk.ts";
import { connect } from "./converse.ts";
import type { Build } from "./converse.ts";

const INPUT = { modelId: "eu.amazon.nova-pro-v1:0", messages: [{ role: "user" as const, content: [{ text: "Hi" }] }] };
const ONE = { "gen_ai.request.model": INPUT.modelId, "gen_ai.usage.output_tokens": 70 };

/** Other ways to the same commands. */
export function variantsOf(build: Build): Variant[] {
  return [
    {
      name: "converse() of the aggregated client",
      run: (provider) => {
        const client = new (build.sdk().BedrockRuntime)(clientConfig(provider, build.name));
        return client.converse(INPUT);
      },
      spans: [ONE],
    },
    {
      name: "a callback",
      run: (provider) =>
        new Promise((resolve, reject) => {
          const command = new (build.sdk().ConverseCommand)(INPUT);
          const returned: unknown = connect(build, provider).send(command, (error, output) => {
            if (error === null && output?.stopReason === "end_turn") resolve(output);
            else reject(error as Error);
          });
          expect(returned).toBeUndefined();
        }),
      spans: [ONE],
    },
    {
      name: "a callback after options, told of an error",
      script: [{ fault: { kind: "status", status: 403 } }],
      run: (provider) =>
        new Promise((resolve, reject) => {
          const command = new (build.sdk().ConverseCommand)(INPUT);
          connect(build, provider).send(command, { requestTimeout: 5000 }, (error, output) => {
            if ((error as Error).name === "AccessDeniedException" && output === undefined) resolve(output);
            else reject(error as Error);
          });
        }),
      spans: [{ "error.type": "AccessDeniedException", "http.response.status_code": 403 }],
    },
    {
      name: "one command sent twice by a client that keeps its middleware",
      script: [{ outputTokens: 70 }, { outputTokens: 71 }],
      run: async (provider) => {
        const { BedrockRuntimeClient, ConverseCommand } = build.sdk();
        const client = new BedrockRuntimeClient({ ...clientConfig(provider, build.name), cacheMiddleware: true });
        const command = new ConverseCommand(INPUT);
        await client.send(command);
        await client.send(command);
      },
      spans: [ONE, { ...ONE, "gen_ai.usage.output_tokens": 71 }],
    },
  ];
}
