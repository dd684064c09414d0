// SPDX-License-Identifier: Apache-2.0
import type { CallInput, Surface } from "@outlay-test/conformance";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { expect } from "vitest";

import type { Client } from "../load-sdk.ts";
import { CLIENT_ATTRIBUTES, ERRORS, STREAM_WAYS, traitsOf, connect, optionsOf } from "./common.ts";
import type { Version } from "./common.ts";

type Conversations = Client["beta"]["conversations"];

const MODEL = "mistral-medium-2508";
const SOME_CONVERSATION = expect.stringMatching(/^conv_\d{8}$/) as string;

/** `beta.conversations` of one version. */
export function conversationsSurface(version: Version): Surface {
  const conversations = (provider: FakeProvider): Conversations => connect(version, provider).beta.conversations;
  const bodyOf = ({ prompt }: CallInput) => ({
    model: MODEL,
    inputs: prompt,
    completionArgs: { temperature: 0.2, maxTokens: 500 },
  });
  const more = { conversationId: "conv_77777777" };
  const goneOn = {
    "gen_ai.conversation.id": "conv_77777777",
    "gen_ai.request.model": undefined,
    "gen_ai.response.model": MODEL,
    "gen_ai.usage.input_tokens": 8312,
    "outlay.usage.status": "reported",
  };
  return {
    name: "beta.conversations",
    lesser: true,
    spanName: `chat ${MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": MODEL,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.request.max_tokens": 500,
    },
    responseAttributes: { "gen_ai.response.model": MODEL, "gen_ai.conversation.id": SOME_CONVERSATION },
    usage: {
      wire: {
        prompt_tokens: 1200,
        completion_tokens: 90,
        total_tokens: 8402,
        connector_tokens: 7112,
        connectors: { web_search: 2 },
      },
      attributes: {
        "gen_ai.usage.input_tokens": 8312,
        "gen_ai.usage.output_tokens": 90,
        "outlay.usage.uncached_input_tokens": 8312,
        "outlay.usage.web_search_requests": 2,
      },
    },
    patched: () => ({
      prototype: Object.getPrototypeOf(new (version.sdk().Mistral)({ apiKey: "test" }).beta.conversations) as object,
      method: "start",
    }),
    create: (provider, input) => conversations(provider).start(bodyOf(input), optionsOf(input)),
    stream: (provider, input) => conversations(provider).startStream(bodyOf(input), optionsOf(input)),
    streamWays: STREAM_WAYS,
    errors: ERRORS,
    traits: traitsOf(version),
    variants: [
      {
        name: "append()",
        run: (provider, { prompt }) =>
          conversations(provider).append({ ...more, conversationAppendRequest: { inputs: prompt } }),
        spans: [goneOn],
      },
      {
        name: "appendStream()",
        run: async (provider, { prompt }) => {
          const body = { ...more, conversationAppendStreamRequest: { inputs: prompt } };
          for await (const _ of await conversations(provider).appendStream(body));
        },
        spans: [{ ...goneOn, "gen_ai.request.stream": true }],
      },
      {
        name: "restart()",
        run: (provider, { prompt }) =>
          conversations(provider).restart({
            ...more,
            conversationRestartRequest: { inputs: prompt, fromEntryId: "msg_1", completionArgs: { topP: 0.5 } },
          }),
        spans: [{ ...goneOn, "gen_ai.request.top_p": 0.5 }],
      },
    ],
  };
}
