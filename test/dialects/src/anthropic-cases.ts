// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";
import type { FakeProvider } from "@outlay-test/fake-provider";

import { drain } from "./openai-cases.ts";
import type { ClientOptions } from "./openai-cases.ts";
import type { RecordedCase } from "./record-emitter.ts";
import { CLAUDE_MODEL, QUESTION, WEATHER_TOOL, longCachedMessage, message } from "./scripted-calls.ts";

const REQUEST = { model: CLAUDE_MODEL, max_tokens: 100, messages: [{ role: "user" as const, content: QUESTION }] };
const TOOLS = [
  { name: WEATHER_TOOL, input_schema: { type: "object" as const, properties: { city: { type: "string" } } } },
];

/**
 * Programs on the `@anthropic-ai/sdk`: whole, streamed and by its helper.
 *
 * @param make - Makes a client of any version: what the cases use of it is the same in all.
 */
export function anthropicCases(make: (options: ClientOptions) => unknown): Record<string, RecordedCase> {
  const client = ({ anthropicBaseUrl }: FakeProvider): Anthropic =>
    make({ apiKey: "none", baseURL: anthropicBaseUrl, maxRetries: 0 }) as Anthropic;
  return {
    message: {
      calls: [message()],
      run: async (provider) => {
        await client(provider).messages.create(REQUEST);
      },
    },
    "message-tools": {
      calls: [message({ toolCall: true }), message({ nth: 2 })],
      run: async (provider) => {
        const anthropic = client(provider);
        await anthropic.messages.create({ ...REQUEST, tools: TOOLS });
        await anthropic.messages.create({ ...REQUEST, tools: TOOLS });
      },
    },
    "message-long-cache": {
      calls: [longCachedMessage()],
      run: async (provider) => {
        await client(provider).messages.create(REQUEST);
      },
    },
    "message-stream": {
      calls: [message()],
      run: async (provider) => {
        await drain(await client(provider).messages.create({ ...REQUEST, stream: true }));
      },
    },
    "stream-helper": {
      calls: [message()],
      run: async (provider) => {
        await client(provider).messages.stream(REQUEST).finalMessage();
      },
    },
  };
}
