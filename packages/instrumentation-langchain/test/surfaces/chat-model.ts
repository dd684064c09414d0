// SPDX-License-Identifier: Apache-2.0
import { earlierTurns } from "@outlay-test/conformance";
import type { CallInput, Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Sdk } from "../load-sdk.ts";

const MODEL = "gpt-4.1-mini";
const IMAGE = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
const LOOKUP = {
  type: "function",
  function: { name: "lookup", description: "Looks a city up", parameters: { type: "object", properties: {} } },
} as const;

/** A chat model of one build, called as a program calls it. */
export function chatModelSurface(sdk: () => Sdk): Surface {
  const modelOf = (provider: FakeProvider, { timeoutMs, maxRetries = 0, tools }: CallInput) => {
    const model = new (sdk().openai.ChatOpenAI)({
      model: MODEL,
      apiKey: "test",
      maxRetries,
      maxTokens: 256,
      temperature: 1,
      configuration: { baseURL: provider.openaiBaseUrl },
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    });
    return tools === true ? model.bindTools([LOOKUP]) : model;
  };
  const messages = (input: CallInput) => [
    ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
    {
      role: "user" as const,
      content: input.image === true ? [{ type: "text", text: input.prompt }, IMAGE] : input.prompt,
    },
  ];
  const options = ({ signal }: CallInput) => (signal === undefined ? {} : { signal });
  return {
    name: "chat model",
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.max_tokens": 256,
      "gen_ai.request.temperature": 1,
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^chatcmpl-/) as string,
      "gen_ai.response.model": "gpt-4.1-mini-2025-04-14",
      "gen_ai.response.finish_reasons": ["stop"],
    },
    usage: {
      wire: {
        prompt_tokens: 1200,
        completion_tokens: 90,
        total_tokens: 1290,
        prompt_tokens_details: { cached_tokens: 1024 },
        completion_tokens_details: { reasoning_tokens: 40 },
      },
      attributes: {
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 90,
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "gen_ai.usage.reasoning.output_tokens": 40,
        "outlay.usage.uncached_input_tokens": 176,
      },
    },
    patched: () => ({ prototype: sdk().chatModels.BaseChatModel.prototype, method: "_generateUncached" }),
    create: (provider, input) => modelOf(provider, input).invoke(messages(input), options(input)),
    stream: (provider, input) => modelOf(provider, input).stream(messages(input), options(input)),
    streamWays: ["tee", "signal"],
    errors: {
      badRequest: "invalid_request_error",
      rateLimited: "rate_limit_exceeded",
      serverError: "server_error",
      connection: "APIConnectionError",
      timeout: "TimeoutError",
      abort: "AbortError",
    },
    // Retries are made below the model, where nobody sees them.
    traits: { retries: false },
    prompts: "in parameters",
    images: true,
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_calls"] },
  };
}
