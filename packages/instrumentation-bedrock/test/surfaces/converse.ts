// SPDX-License-Identifier: Apache-2.0
import { earlierTurns } from "@outlay-test/conformance";
import type { CallInput, Surface, SurfaceTraits, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import { clientConfig } from "../load-sdk.ts";
import type { Client, Sdk } from "../load-sdk.ts";

/** One build of the SDK, once it has been loaded. */
export interface Build {
  readonly name: string;
  readonly sdk: () => Sdk;
}

/** Makes a client of the fake provider, set up for what a test wants. */
export function connect({ name, sdk }: Build, provider: FakeProvider, input: Partial<CallInput> = {}): Client {
  const { BedrockRuntimeClient } = sdk();
  const { maxRetries = 0, timeoutMs } = input;
  return new BedrockRuntimeClient({ ...clientConfig(provider, name, timeoutMs), maxAttempts: maxRetries + 1 });
}

/** What `send` takes beside the command. */
export function optionsOf({ signal }: CallInput): { abortSignal: AbortSignal } | undefined {
  return signal === undefined ? undefined : { abortSignal: signal };
}

export const ERRORS: Surface["errors"] = {
  badRequest: "ValidationException",
  rateLimited: "ThrottlingException",
  serverError: "InternalServerException",
  streamError: "ModelStreamErrorException",
  connection: "ECONNRESET",
  timeout: "TimeoutError",
  abort: "AbortError",
};

export const TRAITS: SurfaceTraits = {
  // Each reader of a stream gets what is left of it: nothing.
  readsOnce: false,
  statusOf: (error) => (error as { readonly $metadata: { readonly httpStatusCode: number } }).$metadata.httpStatusCode,
};

const MODEL = "us.amazon.nova-lite-v1:0";
const PIXEL = new Uint8Array([137, 80, 78, 71]);
/** Versions whose types do not know a count hand it on all the same. */
const USAGE = {
  inputTokens: 25,
  outputTokens: 70,
  totalTokens: 4695,
  cacheReadInputTokens: 4000,
  cacheWriteInputTokens: 600,
  cacheDetails: [
    { ttl: "1h", inputTokens: 200 },
    { ttl: "5m", inputTokens: 400 },
  ],
} as const;

function inputOf(input: CallInput): object {
  const { prompt, tools, image } = input;
  const picture = { image: { format: "png", source: { bytes: PIXEL } } };
  const schema = { json: { type: "object" } };
  return {
    modelId: MODEL,
    messages: [
      ...earlierTurns(input, "assistant").map(({ role, text }) => ({ role, content: [{ text }] })),
      { role: "user", content: image === true ? [{ text: prompt }, picture] : [{ text: prompt }] },
    ],
    inferenceConfig: { maxTokens: 256, stopSequences: ["END"] },
    ...(tools === true ? { toolConfig: { tools: [{ toolSpec: { name: "lookup", inputSchema: schema } }] } } : {}),
  };
}

/** `ConverseCommand` and `ConverseStreamCommand`. */
export function converseSurface(build: Build, variants: readonly Variant[]): Surface {
  return {
    name: "Converse",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "aws.bedrock",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.max_tokens": 256,
      "gen_ai.request.stop_sequences": ["END"],
      "server.address": "127.0.0.1",
    },
    responseAttributes: {
      "gen_ai.response.finish_reasons": ["end_turn"],
      "outlay.response.region": "us-east-1",
      "aws.request_id": expect.stringMatching(/^0{8}-/) as string,
    },
    usage: {
      wire: USAGE,
      attributes: {
        "gen_ai.usage.input_tokens": 4625,
        "gen_ai.usage.output_tokens": 70,
        "gen_ai.usage.cache_read.input_tokens": 4000,
        "gen_ai.usage.cache_creation.input_tokens": 600,
        "outlay.usage.uncached_input_tokens": 25,
        "outlay.usage.cache_write_5m_tokens": 400,
        "outlay.usage.cache_write_1h_tokens": 200,
      },
    },
    patched: () => ({ prototype: build.sdk().BedrockRuntimeClient.prototype, method: "send" }),
    create: (provider, input) =>
      connect(build, provider, input).send(
        new (build.sdk().ConverseCommand)(inputOf(input) as never),
        optionsOf(input),
      ),
    stream: async (provider, input) => {
      const command = new (build.sdk().ConverseStreamCommand)(inputOf(input) as never);
      const { stream } = await connect(build, provider, input).send(command, optionsOf(input));
      if (stream === undefined) throw new Error("the SDK handed out no stream");
      return stream;
    },
    streamWays: ["signal"],
    errorClass: () => Error,
    edited: (request) => ({
      model: decodeURIComponent(request.path.split("/")[2] ?? ""),
      maxOutputTokens: (request.json()["inferenceConfig"] as { maxTokens?: unknown } | undefined)?.maxTokens,
    }),
    errors: ERRORS,
    traits: TRAITS,
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "end_turn" },
      ],
    }),
    prompts: "in the body",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_use"] },
    images: true,
    variants,
  };
}
