// SPDX-License-Identifier: Apache-2.0
import { earlierTurns, editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface, Variant } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, IMAGE, connect, connectToAzure, optionsOf, plainContent } from "./common.ts";
import type { Version } from "./common.ts";

type Completions = Client["chat"]["completions"];
type Body = Parameters<Completions["create"]>[0];

const MODEL = "gpt-5-mini";
const SERVED = "gpt-5-mini-2025-08-07";
const TOKENS = { "gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 90 } as const;
const TOOL = {
  type: "function",
  function: { name: "lookup", description: "Looks a city up", parameters: { type: "object", properties: {} } },
} as const;
const USAGE = {
  prompt_tokens: 1200,
  completion_tokens: 90,
  total_tokens: 1290,
  prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 100, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 40, audio_tokens: 0 },
} as const;

/** `chat.completions` of one version. */
export function chatSurface(version: Version): Surface {
  const completions = (provider: FakeProvider, input: CallInput): Completions =>
    connect(version, provider, input).chat.completions;
  return {
    name: "chat.completions",
    prompts: "in the body",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": MODEL,
      "openai.api.type": "chat_completions",
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^chatcmpl-/) as string,
      "gen_ai.response.model": SERVED,
      "gen_ai.response.finish_reasons": ["stop"],
      "openai.response.service_tier": "default",
      "openai.response.system_fingerprint": "fp_fake",
      "outlay.response.service_tier": "default",
    },
    usage: {
      wire: USAGE,
      attributes: {
        ...TOKENS,
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "gen_ai.usage.cache_creation.input_tokens": 100,
        "gen_ai.usage.reasoning.output_tokens": 40,
        "outlay.usage.uncached_input_tokens": 76,
      },
    },
    patched: () => ({ prototype: version.sdk().OpenAI.Chat.Completions.prototype, method: "create" }),
    create: (provider, input) => completions(provider, input).create(bodyOf(input), optionsOf(input)),
    stream: (provider, input) => completions(provider, input).create(streamed(input), optionsOf(input)),
    errors: ERRORS,
    errorClass: () => version.sdk().OpenAI.OpenAIError,
    edited: editedBody("max_completion_tokens"),
    content: plainContent,
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_calls"] },
    images: true,
    variants: variants(version),
  };
}

function bodyOf(input: CallInput): Body & { stream?: false } {
  const text = { type: "text", text: input.prompt } as const;
  const content =
    input.image === true ? [text, { type: "image_url", image_url: { url: IMAGE } } as const] : input.prompt;
  const messages = [
    ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
    { role: "user" as const, content },
  ];
  return { model: MODEL, messages, ...(input.tools === true ? { tools: [TOOL] } : {}) };
}

function streamed(input: CallInput): Body & { stream: true } {
  return { ...bodyOf(input), stream: true, stream_options: { include_usage: true } };
}

function variants(version: Version): Variant[] {
  const client = (provider: FakeProvider): Client => connect(version, provider, { prompt: "" });
  const completions = (provider: FakeProvider): Completions => client(provider).chat.completions;
  /** Helpers lived under `beta` until they moved in version 5. */
  const helpers = (provider: FakeProvider): Completions =>
    version.since("5") ? completions(provider) : (client(provider).beta as unknown as Client).chat.completions;
  const one = { "gen_ai.operation.name": "chat", ...TOKENS, "outlay.usage.status": "reported" } as const;
  const always: Variant[] = [
    {
      name: "withResponse()",
      run: async (provider, input) => {
        const { data, response } = await completions(provider).create(bodyOf(input)).withResponse();
        expect([data.object, response.status]).toEqual(["chat.completion", 200]);
      },
      spans: [one],
    },
    {
      name: "asResponse(), whose body stays the caller's",
      run: async (provider, input) => {
        const response = await completions(provider).create(bodyOf(input)).asResponse();
        expect(await response.json()).toMatchObject({ usage: USAGE });
      },
      spans: [{ "gen_ai.usage.input_tokens": undefined, "outlay.usage.status": "missing" }],
    },
  ];
  const newer: (Variant & { readonly since: string })[] = [
    {
      since: "5",
      name: "a client made by withOptions()",
      run: (provider, input) => client(provider).withOptions({ timeout: 9000 }).chat.completions.create(bodyOf(input)),
      spans: [one],
    },
    {
      since: "4.42",
      name: "an Azure client",
      run: (provider, input) =>
        connectToAzure(version, provider).chat.completions.create({ ...bodyOf(input), model: "" }),
      spans: [{ ...one, "gen_ai.provider.name": "azure.ai.openai", "gen_ai.request.model": "my-deployment" }],
    },
    {
      since: "4.55",
      name: "parse()",
      run: async (provider, input) => {
        const parsed = await helpers(provider).parse(bodyOf(input));
        expect(parsed.choices[0]?.message).toHaveProperty("parsed");
      },
      spans: [one],
    },
    {
      since: "4.20",
      name: "the stream() helper",
      run: async (provider, input) => {
        const stream = helpers(provider).stream(streamed(input));
        expect((await stream.finalChatCompletion()).usage).toMatchObject(USAGE);
      },
      spans: [{ ...one, "gen_ai.request.stream": true }],
    },
    {
      since: "4.20",
      name: "runTools(), one span a turn",
      script: [
        { toolCalls: [{ name: "lookup", arguments: {} }], usage: USAGE },
        { text: "It is Paris.", usage: USAGE },
      ],
      run: async (provider, input) => {
        const tool = { ...TOOL.function, parse: JSON.parse, function: () => "Paris" };
        const runner = helpers(provider).runTools({ ...bodyOf(input), tools: [{ type: "function", function: tool }] });
        expect(await runner.finalContent()).toBe("It is Paris.");
      },
      spans: [
        { ...one, "gen_ai.response.finish_reasons": ["tool_calls"], "outlay.request.helper": "runTools" },
        { ...one, "gen_ai.response.finish_reasons": ["stop"], "outlay.request.helper": "runTools" },
      ],
    },
  ];
  return [...always, ...newer.filter(({ since }) => version.since(since))];
}
