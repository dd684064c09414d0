// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";
import { earlierTurns, editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

/** Makes a client of the fake provider. */
export type Connect = (provider: FakeProvider) => Anthropic;

/** Where an API hangs on a client: plain, beta, and under the names it had before. */
export type MessagesOf = (client: Anthropic) => Anthropic["messages"];

/** What distinguishes one API under test from another. */
export interface SurfaceOptions {
  readonly name: string;
  readonly connect: Connect;
  readonly messages: MessagesOf;
  readonly provider?: string;
  /** As asked for. */
  readonly model?: string;
  readonly servedModel?: string;
  readonly region?: string;
  /** Whether the SDK puts the request's id on answers. @defaultValue true */
  readonly requestId?: boolean;
  readonly errors?: Partial<Surface["errors"]>;
  readonly variants?: readonly Variant[];
}

const MODEL = "claude-sonnet-5";
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const NO_URL = "http://127.0.0.1:9";
const NOWHERE = {
  url: NO_URL,
  anthropicBaseUrl: NO_URL,
  vertexBaseUrl: NO_URL,
  foundryBaseUrl: NO_URL,
} as FakeProvider;

/** The tool that calls with tools offer. */
export const LOOKUP = { name: "lookup", description: "Looks a city up", input_schema: { type: "object" as const } };

/** A usage block with everything in it. */
export const USAGE = {
  input_tokens: 25,
  cache_read_input_tokens: 4000,
  cache_creation_input_tokens: 600,
  cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 200 },
  output_tokens: 70,
  output_tokens_details: { thinking_tokens: 30 },
  server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
} as const;

const ERRORS: Surface["errors"] = {
  badRequest: "invalid_request_error",
  rateLimited: "rate_limit_error",
  serverError: "api_error",
  streamError: "overloaded_error",
  connection: "APIConnectionError",
  timeout: "APIConnectionTimeoutError",
  abort: "APIUserAbortError",
};

/** Arguments of `create()` for what a test wants. */
export function paramsOf(input: CallInput, model: string = MODEL): Anthropic.MessageCreateParamsNonStreaming {
  const text = { type: "text", text: input.prompt } as const;
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data: PIXEL } } as const;
  return {
    model,
    max_tokens: 256,
    stop_sequences: ["END"],
    messages: [
      ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
      { role: "user", content: input.image === true ? [text, image] : input.prompt },
    ],
    ...(input.tools === true ? { tools: [LOOKUP] } : {}),
  };
}

/** Request options for what a test wants. */
export function optionsOf({ signal, timeoutMs, maxRetries = 0 }: CallInput): Anthropic.RequestOptions {
  return {
    maxRetries,
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  };
}

/** `messages.create()` of one client, plain or beta, of whichever version and platform. */
export function messagesSurface(options: SurfaceOptions): Surface {
  const { connect, messages, model = MODEL, servedModel = MODEL, region = "global" } = options;
  return {
    name: options.name,
    prompts: "in the body",
    spanName: `chat ${model}`,
    requestAttributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": options.provider ?? "anthropic",
      "gen_ai.request.model": model,
      "gen_ai.request.max_tokens": 256,
      "gen_ai.request.stop_sequences": ["END"],
      "server.address": "127.0.0.1",
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^msg_/) as string,
      "gen_ai.response.model": servedModel,
      "gen_ai.response.finish_reasons": ["end_turn"],
      "outlay.response.service_tier": "standard",
      "outlay.response.region": region,
      ...(options.requestId === false ? {} : { "anthropic.request.id": expect.stringMatching(/^req_/) as string }),
    },
    streamAttributes: { "anthropic.request.id": undefined },
    usage: {
      wire: USAGE,
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
    },
    patched: () => ({ prototype: Object.getPrototypeOf(messages(connect(NOWHERE))) as object, method: "create" }),
    create: (provider, input) => messages(connect(provider)).create(paramsOf(input, model), optionsOf(input)),
    stream: (provider, input) =>
      messages(connect(provider)).create({ ...paramsOf(input, model), stream: true }, optionsOf(input)),
    errors: { ...ERRORS, ...options.errors },
    ...(options.provider === undefined && {
      errorClass: () => (connect(NOWHERE).constructor as unknown as { AnthropicError: unknown }).AnthropicError,
      edited: editedBody("max_tokens"),
    }),
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "end_turn" },
      ],
    }),
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_use"] },
    images: true,
    variants: options.variants ?? [],
  };
}
