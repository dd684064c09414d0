// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { FakeProvider, JsonObject } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { CallInput, SdkStreamLike, Surface } from "./contract.ts";
import { earlierTurns } from "./earlier-turns.ts";
import { editedBody } from "./edited-body.ts";

/** `chat.completions` of an SDK that Stainless generated from an API like OpenAI's. */
export interface ChatCompletionsLike {
  create(body: object, options: object): PromiseLike<unknown> & { withResponse(): Promise<{ data: unknown }> };
}

/** What distinguishes the chat completions of one vendor. */
export interface ChatCompletionsVendor {
  /** `gen_ai.provider.name`. */
  readonly provider: string;
  readonly model: string;
  /** Attributes of an answer besides id, model and finish reason. */
  readonly answerAttributes?: Attributes;
  readonly usage: { readonly wire: JsonObject; readonly attributes: Attributes };
  patched(): { readonly prototype: object };
  connect(provider: FakeProvider, input: CallInput): ChatCompletionsLike;
  /** The class that all errors of the SDK extend. */
  errorClass(): unknown;
  /** Name of the output cap in requests. */
  readonly capField: string;
}

const TOOL = {
  type: "function",
  function: { name: "lookup", parameters: { type: "object", properties: {} } },
} as const;
/** A red dot. */
const IMAGE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

/** `chat.completions` of an SDK of a vendor whose API is like OpenAI's. */
export function chatCompletionsSurface(vendor: ChatCompletionsVendor): Surface {
  const { model, usage } = vendor;
  const body = (input: CallInput): object => bodyOf(model, input);
  return {
    name: "chat.completions",
    spanName: `chat ${model}`,
    requestAttributes: {
      "gen_ai.provider.name": vendor.provider,
      "server.address": "127.0.0.1",
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": model,
    },
    responseAttributes: {
      "gen_ai.response.id": expect.stringMatching(/^chatcmpl-/) as string,
      "gen_ai.response.model": model,
      "gen_ai.response.finish_reasons": ["stop"],
      ...vendor.answerAttributes,
    },
    usage,
    patched: () => ({ ...vendor.patched(), method: "create" }),
    create: (provider, input) => vendor.connect(provider, input).create(body(input), optionsOf(input)),
    stream: (provider, input) =>
      vendor
        .connect(provider, input)
        .create({ ...body(input), stream: true }, optionsOf(input)) as PromiseLike<SdkStreamLike>,
    errors: {
      badRequest: "invalid_request_error",
      rateLimited: "rate_limit_exceeded",
      serverError: "server_error",
      streamError: "server_error",
      connection: "APIConnectionError",
      timeout: "APIConnectionTimeoutError",
      abort: "APIUserAbortError",
    },
    errorClass: () => vendor.errorClass(),
    edited: editedBody(vendor.capField),
    content: (prompt, answer) => ({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: prompt }] }],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: answer }], finish_reason: "stop" },
      ],
    }),
    prompts: "in the body",
    toolCallAttributes: { "gen_ai.response.finish_reasons": ["tool_calls"] },
    images: true,
    variants: [
      {
        name: "withResponse()",
        run: async (provider, input) => {
          const { data } = await vendor.connect(provider, input).create(body(input), {}).withResponse();
          expect(data).toMatchObject({ usage: usage.wire });
        },
        spans: [{ "gen_ai.usage.input_tokens": 1200, "outlay.usage.status": "reported" }],
      },
    ],
  };
}

function bodyOf(model: string, input: CallInput): object {
  const { prompt, image, tools } = input;
  const content =
    image === true
      ? [
          { type: "text", text: prompt },
          { type: "image_url", image_url: { url: IMAGE } },
        ]
      : prompt;
  const messages = [
    ...earlierTurns(input, "assistant").map(({ role, text: content }) => ({ role, content })),
    { role: "user", content },
  ];
  return { model, messages, ...(tools === true && { tools: [TOOL] }) };
}

function optionsOf({ signal }: CallInput): object {
  return signal === undefined ? {} : { signal };
}
