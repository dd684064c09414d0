// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type Anthropic from "@anthropic-ai/sdk";
import type { CallInput, SdkStreamLike, Subject, Surface, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";

/** Class of a client, of whichever version; typed as the newest. */
type AnthropicClass = typeof Anthropic;

/** A build of the SDK that was loaded with the instrumentation on. */
export interface SdkBuild {
  readonly name: string;
  load(): Promise<AnthropicClass>;
}

const VERSIONS = [
  { name: "1.12.0", specifier: "@anthropic-ai/sdk" },
  { name: "0.137.0", specifier: "anthropic-0" },
  { name: "0.30.1", specifier: "anthropic-0-30" },
  { name: "0.27.0", specifier: "anthropic-0-27" },
] as const;

const require = createRequire(import.meta.url);

/** Every version the tests know, as CommonJS and as ESM: two classes each. */
export const BUILDS: readonly SdkBuild[] = VERSIONS.flatMap(({ name, specifier }) => [
  {
    name: `@anthropic-ai/sdk ${name}, CommonJS`,
    load: async () => (require(specifier) as { readonly default: AnthropicClass }).default,
  },
  {
    name: `@anthropic-ai/sdk ${name}, ESM`,
    load: async () => ((await import(specifier)) as { readonly default: AnthropicClass }).default,
  },
]);

export const MODEL = "claude-sonnet-5";
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** The tool every call with `tools` offers. */
export const LOOKUP = { name: "lookup", description: "Looks a city up", input_schema: { type: "object" as const } };

/** Arguments of `create()` for what a test wants. */
export function paramsOf(input: CallInput, model = MODEL): Anthropic.MessageCreateParamsNonStreaming {
  const text = { type: "text" as const, text: input.prompt };
  const image = {
    type: "image" as const,
    source: { type: "base64" as const, media_type: "image/png" as const, data: PIXEL },
  };
  return {
    model,
    max_tokens: 256,
    stop_sequences: ["END"],
    messages: [{ role: "user", content: input.image === true ? [text, image] : input.prompt }],
    ...(input.tools === true ? { tools: [LOOKUP] } : {}),
  };
}

/** Request options for what a test wants; absent ones are left to the client. */
export function optionsOf({ signal, timeoutMs, maxRetries = 0 }: CallInput): Anthropic.RequestOptions {
  return {
    maxRetries,
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  };
}

/** `messages` of any of the SDK's clients: the API and the platforms, plain and beta. */
export type MessagesResource = Anthropic["messages"];

/** Where an API hangs on a client. */
export type MessagesOf = (client: Anthropic) => MessagesResource;

const USAGE = {
  wire: {
    input_tokens: 25,
    cache_read_input_tokens: 4000,
    cache_creation_input_tokens: 600,
    cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 200 },
    output_tokens: 70,
    output_tokens_details: { thinking_tokens: 30 },
    server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
  },
  attributes: {
    "gen_ai.usage.input_tokens": 4625,
    "gen_ai.usage.output_tokens": 70,
    "gen_ai.usage.cache_read.input_tokens": 4000,
    "gen_ai.usage.cache_creation.input_tokens": 600,
    "gen_ai.usage.reasoning.output_tokens": 30,
    "outlay.usage.uncached_input_tokens": 25,
    "outlay.usage.cache_write_5m_tokens": 400,
    "outlay.usage.cache_write_1h_tokens": 200,
    "outlay.usage.web_search_requests": 2,
  },
};

const ERRORS: Surface["errors"] = {
  badRequest: "invalid_request_error",
  rateLimited: "rate_limit_error",
  serverError: "api_error",
  streamError: "overloaded_error",
  connection: "APIConnectionError",
  timeout: "APIConnectionTimeoutError",
  abort: "APIUserAbortError",
};

/** What distinguishes one API under test from another. */
export interface SurfaceOptions {
  readonly name: string;
  readonly connect: (provider: FakeProvider) => Anthropic;
  readonly messages: MessagesOf;
  readonly variants?: readonly Variant[];
  readonly errors?: Partial<Surface["errors"]>;
  readonly attributes?: Surface["requestAttributes"];
  /** As asked for. */
  readonly model?: string;
  readonly servedModel?: string;
  readonly region?: string;
}

/** Describes `messages.create()` of a client, plain or beta, of whichever version and platform. */
export function messagesSurface(options: SurfaceOptions): Surface {
  const { connect, messages, model = MODEL, servedModel = MODEL, region = "global" } = options;
  return {
    name: options.name,
    spanName: `chat ${model}`,
    requestAttributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": model,
      "gen_ai.request.max_tokens": 256,
      "gen_ai.request.stop_sequences": ["END"],
      "server.address": "127.0.0.1",
      ...options.attributes,
    },
    responseAttributes: {
      "gen_ai.response.model": servedModel,
      "gen_ai.response.finish_reasons": ["end_turn"],
      "outlay.response.service_tier": "standard",
      "outlay.response.region": region,
    },
    usage: USAGE,
    patched: () => ({ prototype: Object.getPrototypeOf(messages(connect(NOWHERE))) as object, method: "create" }),
    create: (provider, input) => messages(connect(provider)).create(paramsOf(input, model), optionsOf(input)),
    stream: (provider, input) =>
      messages(connect(provider)).create(
        { ...paramsOf(input, model), stream: true },
        optionsOf(input),
      ) as PromiseLike<SdkStreamLike>,
    errors: { ...ERRORS, ...options.errors },
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "end_turn" },
      ],
    }),
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_use"] },
    images: true,
    ...(options.variants === undefined ? {} : { variants: options.variants }),
  };
}

const NO_URL = "http://127.0.0.1:9";
const NOWHERE = {
  url: NO_URL,
  anthropicBaseUrl: NO_URL,
  vertexBaseUrl: NO_URL,
  foundryBaseUrl: NO_URL,
} as FakeProvider;

/** A build as the conformance suite wants it. */
export function subjectOf(
  build: SdkBuild,
  surfaces: (connect: SurfaceOptions["connect"]) => readonly Surface[],
): Subject {
  let Client: AnthropicClass | undefined;
  const connect = (provider: FakeProvider): Anthropic => {
    if (Client === undefined) throw new Error(`${build.name} is not loaded`);
    return new Client({ apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 });
  };
  return {
    name: build.name,
    load: async () => {
      Client = await build.load();
    },
    surfaces: surfaces(connect),
  };
}
