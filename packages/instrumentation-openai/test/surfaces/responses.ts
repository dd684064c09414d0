// SPDX-License-Identifier: Apache-2.0
import { earlierTurns, editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, IMAGE, connect, optionsOf, plainContent } from "./common.ts";
import type { Version } from "./common.ts";

type Responses = Client["responses"];

const MODEL = "gpt-5.6-sol";
const TOKENS = { "gen_ai.usage.input_tokens": 5000, "gen_ai.usage.output_tokens": 300 } as const;
const USAGE = {
  input_tokens: 5000,
  output_tokens: 300,
  total_tokens: 5300,
  input_tokens_details: {
    cached_tokens: 3000,
    cache_write_tokens: 1500,
    cache_write_tokens_details: { ttl_30m_tokens: 1000, ttl_12h_tokens: 500 },
  },
  output_tokens_details: { reasoning_tokens: 120 },
} as const;

/** `responses` of one version. */
export function responsesSurface(version: Version): Surface {
  const responses = (provider: FakeProvider, input: CallInput): Responses =>
    connect(version, provider, input).responses;
  return {
    name: "responses",
    prompts: "in the body",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": MODEL,
      "openai.api.type": "responses",
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^resp_/) as string,
      "gen_ai.response.model": MODEL,
      "gen_ai.response.finish_reasons": ["stop"],
      "openai.response.service_tier": "default",
      "outlay.response.service_tier": "default",
    },
    usage: {
      wire: USAGE,
      attributes: {
        ...TOKENS,
        "gen_ai.usage.cache_read.input_tokens": 3000,
        "gen_ai.usage.cache_creation.input_tokens": 1500,
        "gen_ai.usage.reasoning.output_tokens": 120,
        "outlay.usage.uncached_input_tokens": 500,
        "outlay.usage.cache_write_30m_tokens": 1000,
        "outlay.usage.cache_write_12h_tokens": 500,
      },
    },
    patched: () => ({ prototype: version.sdk().OpenAI.Responses.prototype, method: "create" }),
    create: (provider, input) => responses(provider, input).create(bodyOf(input), optionsOf(input)),
    stream: (provider, input) =>
      responses(provider, input).create({ ...bodyOf(input), stream: true }, optionsOf(input)),
    // Version 4 loses what the error event says.
    errorClass: () => version.sdk().OpenAI.OpenAIError,
    edited: editedBody("max_output_tokens"),
    errors: version.since("5") ? ERRORS : { ...ERRORS, streamError: "APIError" },
    content: plainContent,
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_calls"] },
    images: true,
    variants: variants(version),
  };
}

type Part = { type: "input_text"; text: string } | { type: "input_image"; image_url: string; detail: "auto" };

interface Body {
  model: string;
  input: string | { role: "user" | "assistant"; content: string | Part[] }[];
  tools?: { type: "function"; name: string; parameters: Record<string, unknown>; strict: boolean }[];
}

const TOOL = {
  type: "function",
  name: "lookup",
  parameters: { type: "object", properties: {} },
  strict: false,
} as const;

function bodyOf(input: CallInput): Body {
  const text: Part = { type: "input_text", text: input.prompt };
  const image: Part = { type: "input_image", image_url: IMAGE, detail: "auto" };
  const content = input.image === true ? [text, image] : input.prompt;
  const earlier = earlierTurns(input, "assistant").map((turn) => ({ role: turn.role, content: turn.text }));
  return {
    model: MODEL,
    input: typeof content === "string" && earlier.length === 0 ? content : [...earlier, { role: "user", content }],
    ...(input.tools === true ? { tools: [TOOL] } : {}),
  };
}

function variants(version: Version): Variant[] {
  const responses = (provider: FakeProvider): Responses => connect(version, provider, { prompt: "" }).responses;
  const one = { "gen_ai.operation.name": "chat", ...TOKENS, "outlay.usage.status": "reported" } as const;
  const shared: Variant[] = [
    {
      name: "withResponse()",
      run: async (provider, input) => {
        const { data, response } = await responses(provider).create(bodyOf(input)).withResponse();
        expect([data.output_text, response.status]).toEqual(["The capital of France is Paris.", 200]);
      },
      spans: [one],
    },
    {
      name: "parse()",
      run: async (provider, input) => {
        expect(await responses(provider).parse(bodyOf(input))).toHaveProperty("output_parsed");
      },
      spans: [one],
    },
    {
      name: "the stream() helper",
      run: async (provider, input) => {
        const stream = responses(provider).stream(bodyOf(input));
        expect((await stream.finalResponse()).usage).toMatchObject(USAGE);
      },
      spans: [{ ...one, "gen_ai.request.stream": true }],
    },
    {
      name: "web searches by the piece",
      script: [{ text: "found", serverToolCalls: [{ name: "web_search" }, { name: "web_search" }], usage: USAGE }],
      run: (provider, input) =>
        responses(provider).create({ ...bodyOf(input), tools: [{ type: "web_search_preview" }] }),
      spans: [{ ...one, "outlay.usage.web_search_requests": 2 }],
    },
    {
      name: "a response cut at its limit",
      script: [{ text: "cut", stopReason: "max_output_tokens", usage: USAGE }],
      run: (provider, input) => responses(provider).create({ ...bodyOf(input), max_output_tokens: 16 }),
      spans: [{ ...one, "gen_ai.response.finish_reasons": ["max_output_tokens"], "gen_ai.request.max_tokens": 16 }],
    },
    {
      name: "a response that failed",
      script: [{ usage: USAGE, fields: { status: "failed", error: { code: "server_error", message: "oh" } } }],
      run: (provider, input) => responses(provider).create(bodyOf(input)),
      spans: [{ ...one, "gen_ai.response.finish_reasons": ["error"], "error.type": "server_error" }],
    },
    {
      name: "a response that runs in the background, and its stream retrieved later",
      run: async (provider, input) => {
        const { id } = await responses(provider).create({ ...bodyOf(input), background: true });
        const stream = await responses(provider).retrieve(id, { stream: true });
        for await (const _ of stream);
        await responses(provider).retrieve(id);
      },
      spans: [
        { "gen_ai.usage.input_tokens": undefined, "outlay.operation.outcome": "deferred" },
        { ...one, "gen_ai.request.model": MODEL, "outlay.request.helper": "retrieve" },
      ],
    },
  ];
  return version.since("6") ? [...shared, ...recentVariants(version, responses, one)] : shared;
}

function recentVariants(
  version: Version,
  responses: (provider: FakeProvider) => Responses,
  one: Readonly<Record<string, unknown>>,
): Variant[] {
  const compact: Variant = {
    name: "compact()",
    run: (provider, input) => responses(provider).compact({ model: MODEL, input: input.prompt }),
    spans: [{ ...one, "gen_ai.request.model": MODEL, "outlay.request.helper": "compact" }],
  };
  if (!version.since("7")) return [compact];
  const beta: Variant = {
    name: "the beta",
    run: (provider, input) => connect(version, provider, input).beta.responses.create(bodyOf(input)),
    spans: [one],
  };
  return [compact, beta];
}
