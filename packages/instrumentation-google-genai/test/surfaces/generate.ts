// SPDX-License-Identifier: Apache-2.0
import { earlierTurns, isSince } from "@outlay-test/conformance";
import type { CallInput, Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, STREAM_WAYS, TRAITS, connect, errorsOf, optionsOf } from "./common.ts";
import type { Version } from "./common.ts";
import { variantsOf } from "./generate-variants.ts";

type Body = Parameters<Client["models"]["generateContent"]>[0];

const MODEL = "gemini-2.5-flash";
const TOOL = {
  functionDeclarations: [{ name: "lookup", description: "Looks a city up", parametersJsonSchema: { type: "object" } }],
};

/** A red dot. */
const IMAGE =
  "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

/** `models.generateContent()` and `generateContentStream()` of one version. */
export function generateSurface(version: Version): Surface {
  const models = (provider: FakeProvider): Client["models"] => connect(version, provider).models;
  return {
    name: "generateContent",
    spanName: `generate_content ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "generate_content",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.request.top_p": 0.9,
      "gen_ai.request.top_k": 40,
      "gen_ai.request.max_tokens": 500,
      "gen_ai.request.stop_sequences": ["END"],
      "gen_ai.request.seed": 7,
    },
    responseAttributes: {
      // Before 1.9 the SDK leaves the id out.
      ...(isSince(version.number, "1.9") ? { "gen_ai.response.id": expect.stringMatching(/^\d{22}$/) as string } : {}),
      "gen_ai.response.model": MODEL,
      "gen_ai.response.finish_reasons": ["STOP"],
    },
    usage: {
      wire: {
        promptTokenCount: 1200,
        candidatesTokenCount: 60,
        thoughtsTokenCount: 30,
        cachedContentTokenCount: 1024,
        totalTokenCount: 1290,
      },
      attributes: {
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 90,
        "gen_ai.usage.reasoning.output_tokens": 30,
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "outlay.usage.uncached_input_tokens": 176,
      },
    },
    patched: () => ({ prototype: version.sdk().Models.prototype, method: "generateContentInternal" }),
    create: (provider, input) => models(provider).generateContent(bodyOf(input)),
    stream: (provider, input) => models(provider).generateContentStream(bodyOf(input)),
    streamWays: STREAM_WAYS,
    errors: errorsOf(version),
    traits: TRAITS,
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "STOP" },
      ],
    }),
    prompts: "in parameters",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["STOP"] },
    images: true,
    // Nothing of the SDK is a class of all its errors.
    errorClass: () => undefined,
    edited: (request) => ({
      model: /models\/([^/:]+):/.exec(request.path)?.[1],
      maxOutputTokens: Reflect.get(Object(request.json()["generationConfig"]), "maxOutputTokens"),
    }),
    variants: variantsOf(version),
  };
}

function bodyOf(input: CallInput): Body {
  const image = { inlineData: { mimeType: "image/png", data: IMAGE } };
  const earlier = earlierTurns(input, "model").map(({ role, text }) => ({ role, parts: [{ text }] }));
  const asked = input.image === true ? [input.prompt, image] : input.prompt;
  return {
    model: MODEL,
    contents: earlier.length === 0 ? asked : [...earlier, { role: "user", parts: [{ text: input.prompt }] }],
    config: {
      temperature: 0.2,
      topP: 0.9,
      topK: 40,
      maxOutputTokens: 500,
      stopSequences: ["END"],
      seed: 7,
      ...(input.tools === true ? { tools: [TOOL] } : {}),
      ...optionsOf(input),
    },
  };
}
