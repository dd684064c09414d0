// SPDX-License-Identifier: Apache-2.0
import type * as bedrock from "@anthropic-ai/bedrock-sdk";
import type * as foundry from "@anthropic-ai/foundry-sdk";
import type Anthropic from "@anthropic-ai/sdk";
import type * as vertex from "@anthropic-ai/vertex-sdk";
import { describeInstrumentation } from "@outlay-test/conformance";
import type { Subject, Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";

import { AnthropicInstrumentation, disableNativeTracing } from "@outlay/instrumentation-anthropic";

import { loadSdk } from "./load-sdk.ts";
import type { Format } from "./load-sdk.ts";
import { messagesSurface } from "./surfaces/messages.ts";

const GOOGLE = {
  projectId: "p",
  getRequestHeaders: () => Promise.resolve(new Headers({ authorization: "Bearer t" })),
};

/** A cloud that serves the API through a client of its own, on the classes of `@anthropic-ai/sdk`. */
interface Platform {
  readonly specifier: string;
  readonly model: string;
  readonly connect: (sdk: never, provider: FakeProvider) => unknown;
  readonly provider: string;
  readonly region: string;
  readonly servedModel?: string;
  readonly requestId?: boolean;
  readonly errors?: Partial<Surface["errors"]>;
}

/** Refusals in the cloud's own words, which the SDK knows by their status only. */
const UNTYPED = { badRequest: "BadRequestError", rateLimited: "RateLimitError", serverError: "InternalServerError" };
/** Google's own words for the same. */
const OF_GOOGLE = { badRequest: "INVALID_ARGUMENT", rateLimited: "RESOURCE_EXHAUSTED", serverError: "INTERNAL" };

const PLATFORMS: readonly Platform[] = [
  {
    specifier: "@anthropic-ai/bedrock-sdk",
    model: "us.anthropic.claude-sonnet-5-v1:0",
    connect: ({ AnthropicBedrock }: typeof bedrock, { url }) =>
      new AnthropicBedrock({ baseURL: url, awsRegion: "eu-west-1", awsAccessKey: "a", awsSecretKey: "s" }),
    provider: "aws.bedrock",
    requestId: false,
    region: "eu-west-1",
    errors: { ...UNTYPED, streamError: "modelStreamErrorException" },
  },
  {
    specifier: "@anthropic-ai/vertex-sdk",
    model: "claude-sonnet-5@20260601",
    servedModel: "claude-sonnet-5-20260601",
    connect: ({ AnthropicVertex }: typeof vertex, { vertexBaseUrl }) =>
      new AnthropicVertex({ baseURL: vertexBaseUrl, region: "us-east5", authClient: GOOGLE as never }),
    provider: "gcp.vertex_ai",
    region: "us-east5",
    errors: OF_GOOGLE,
  },
  {
    specifier: "@anthropic-ai/foundry-sdk",
    model: "claude-sonnet-5",
    connect: ({ AnthropicFoundry }: typeof foundry, { foundryBaseUrl }) =>
      new AnthropicFoundry({ baseURL: foundryBaseUrl, apiKey: "k" }),
    provider: "anthropic",
    region: "global",
  },
];

function subjectOf(platform: Platform, format: Format): Subject {
  let sdk: unknown;
  const connect = (provider: FakeProvider): Anthropic => platform.connect(sdk as never, provider) as Anthropic;
  return {
    name: `${platform.specifier}, ${format}`,
    load: async () => {
      sdk = await loadSdk(platform.specifier, format);
    },
    surfaces: [
      messagesSurface({
        name: "messages",
        connect,
        messages: (client) => client.messages,
        model: platform.model,
        provider: platform.provider,
        region: platform.region,
        requestId: platform.requestId ?? true,
        servedModel: platform.servedModel ?? "claude-sonnet-5",
        ...(platform.errors === undefined ? {} : { errors: platform.errors }),
      }),
    ],
  };
}

disableNativeTracing(process.env);

describeInstrumentation({
  name: "@outlay/instrumentation-anthropic",
  instrument: (config) => new AnthropicInstrumentation(config),
  subjects: PLATFORMS.flatMap((platform) => [subjectOf(platform, "CommonJS"), subjectOf(platform, "ESM")]),
});
