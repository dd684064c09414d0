// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as bedrockSdk from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";

import { converseMessage } from "../answered-calls.ts";
import { patch } from "../patch.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter, RecordedCase } from "../record-emitter.ts";
import { QUESTION, bedrockMessage } from "../scripted-calls.ts";

const MODEL_ID = "us.anthropic.claude-sonnet-4-6";

/** Emitters that watch `@aws-sdk/client-bedrock-runtime`. */
export const BEDROCK_EMITTERS: Readonly<Record<string, Emitter>> = {
  "openinference-bedrock": {
    package: "@arizeai/openinference-instrumentation-bedrock",
    sdk: "@aws-sdk/client-bedrock-runtime",
    load: async (recorder) => {
      const { BedrockInstrumentation } = await import("@arizeai/openinference-instrumentation-bedrock");
      return bedrockCases(required(new BedrockInstrumentation(), useTracing(recorder)));
    },
  },
  "openllmetry-bedrock": {
    package: "@traceloop/instrumentation-bedrock",
    sdk: "@aws-sdk/client-bedrock-runtime",
    load: async (recorder) => {
      const { BedrockInstrumentation } = await import("@traceloop/instrumentation-bedrock");
      return bedrockCases(required(new BedrockInstrumentation(), useTracing(recorder)));
    },
  },
  "opentelemetry-aws-sdk": {
    package: "@opentelemetry/instrumentation-aws-sdk",
    sdk: "@aws-sdk/client-bedrock-runtime",
    load: async (recorder) => {
      const { AwsInstrumentation } = await import("@opentelemetry/instrumentation-aws-sdk");
      return bedrockCases(required(new AwsInstrumentation(), useTracing(recorder)));
    },
  },
};

/** They patch what is required after them. */
function required(instrumentation: object, provider: unknown): typeof bedrockSdk {
  patch(instrumentation, provider);
  return createRequire(import.meta.url)("@aws-sdk/client-bedrock-runtime") as typeof bedrockSdk;
}

function bedrockCases(bedrock: typeof bedrockSdk): Record<string, RecordedCase> {
  const client = (endpoint: string): bedrockSdk.BedrockRuntimeClient =>
    new bedrock.BedrockRuntimeClient({
      region: "us-east-1",
      endpoint,
      credentials: { accessKeyId: "none", secretAccessKey: "none" },
      maxAttempts: 1,
      // Its default is HTTP/2.
      requestHandler: new NodeHttpHandler(),
    });
  const body = JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 100,
    messages: [{ role: "user", content: QUESTION }],
  });
  return {
    "invoke-model": {
      calls: [bedrockMessage()],
      run: async (provider) => {
        await client(provider.url).send(
          new bedrock.InvokeModelCommand({ modelId: MODEL_ID, contentType: "application/json", body }),
        );
      },
    },
    converse: {
      calls: [converseMessage()],
      run: async (_provider, url) => {
        const messages = [{ role: "user" as const, content: [{ text: QUESTION }] }];
        await client(url).send(new bedrock.ConverseCommand({ modelId: MODEL_ID, messages }));
      },
    },
  };
}
