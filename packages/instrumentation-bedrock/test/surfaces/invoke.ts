// SPDX-License-Identifier: Apache-2.0
import { earlierTurns } from "@outlay-test/conformance";
import type { CallInput, Surface } from "@outlay-test/conformance";
import { expect } from "vitest";

import { ERRORS, TRAITS, connect, optionsOf } from "./converse.ts";
import type { Build } from "./converse.ts";

const MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function inputOf(input: CallInput): { modelId: string; contentType: string; body: string } {
  const { prompt, tools, image } = input;
  const text = { type: "text", text: prompt };
  const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: PIXEL } };
  const body = {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 256,
    stop_sequences: ["END"],
    messages: [
      ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
      { role: "user", content: image === true ? [text, picture] : prompt },
    ],
    ...(tools === true ? { tools: [{ name: "lookup", input_schema: { type: "object" } }] } : {}),
  };
  return { modelId: MODEL, contentType: "application/json", body: JSON.stringify(body) };
}

/** `InvokeModelCommand` and `InvokeModelWithResponseStreamCommand`, with an Anthropic model. */
export function invokeSurface(build: Build): Surface {
  return {
    name: "InvokeModel",
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
      "gen_ai.response.id": expect.stringMatching(/^msg_bdrk_/) as string,
      "gen_ai.response.model": "claude-sonnet-4-5-20250929",
      "gen_ai.response.finish_reasons": ["end_turn"],
      "outlay.response.service_tier": "standard",
      "outlay.response.region": "us-east-1",
      "aws.request_id": expect.stringMatching(/^0{8}-/) as string,
    },
    usage: {
      wire: {
        input_tokens: 25,
        cache_read_input_tokens: 4000,
        cache_creation_input_tokens: 600,
        cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 200 },
        output_tokens: 70,
        output_tokens_details: { thinking_tokens: 30 },
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
      },
    },
    patched: () => ({ prototype: build.sdk().BedrockRuntimeClient.prototype, method: "send" }),
    create: (provider, input) =>
      connect(build, provider, input).send(new (build.sdk().InvokeModelCommand)(inputOf(input)), optionsOf(input)),
    stream: async (provider, input) => {
      const command = new (build.sdk().InvokeModelWithResponseStreamCommand)(inputOf(input));
      const { body } = await connect(build, provider, input).send(command, optionsOf(input));
      if (body === undefined) throw new Error("the SDK handed out no stream");
      return body;
    },
    streamWays: ["signal"],
    errorClass: () => Error,
    errors: ERRORS,
    // The body is the model's own: the SDK does not read it.
    traits: { ...TRAITS, refusesGarbage: false },
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "end_turn" },
      ],
    }),
    prompts: "in the body",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_use"] },
    images: true,
  };
}
