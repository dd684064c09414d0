// SPDX-License-Identifier: Apache-2.0
import { editedBody } from "@outlay-test/conformance";
import type { CallInput, Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, connect, optionsOf, plainContent } from "./common.ts";
import type { Version } from "./common.ts";

const MODEL = "gpt-3.5-turbo-instruct";

/** `completions`, the API before chat, of one version. */
export function completionsSurface(version: Version): Surface {
  const completions = (provider: FakeProvider, input: CallInput): Client["completions"] =>
    connect(version, provider, input).completions;
  return {
    name: "completions",
    lesser: true,
    spanName: `text_completion ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "text_completion",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.max_tokens": 50,
      "gen_ai.request.stop_sequences": ["END"],
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^cmpl-/) as string,
      "gen_ai.response.model": MODEL,
      "gen_ai.response.finish_reasons": ["stop"],
    },
    usage: {
      wire: {
        prompt_tokens: 12,
        completion_tokens: 7,
        total_tokens: 19,
        prompt_tokens_details: null,
        completion_tokens_details: null,
      },
      attributes: {
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 7,
        "outlay.usage.uncached_input_tokens": 12,
      },
    },
    patched: () => ({ prototype: version.sdk().OpenAI.Completions.prototype, method: "create" }),
    create: (provider, input) => completions(provider, input).create(bodyOf(input), optionsOf(input)),
    stream: (provider, input) =>
      completions(provider, input).create(
        { ...bodyOf(input), stream: true, stream_options: { include_usage: true } },
        optionsOf(input),
      ),
    errors: ERRORS,
    errorClass: () => version.sdk().OpenAI.OpenAIError,
    edited: editedBody("max_tokens"),
    content: plainContent,
  };
}

function bodyOf(input: CallInput): { model: string; prompt: string; max_tokens: number; stop: string } {
  return { model: MODEL, prompt: input.prompt, max_tokens: 50, stop: "END" };
}
