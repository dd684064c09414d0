// SPDX-License-Identifier: Apache-2.0
import type { FakeProvider } from "@outlay-test/fake-provider";
import type OpenAI from "openai-6";

import type { RecordedCase } from "./record-emitter.ts";
import { OPENAI_MODEL, QUESTION, WEATHER_TOOL, chatCompletion, embedding, response } from "./scripted-calls.ts";

/** What a client is made of. */
export interface ClientOptions {
  readonly apiKey: string;
  readonly baseURL: string;
  readonly maxRetries: number;
}

const MESSAGES = [{ role: "user" as const, content: QUESTION }];
const TOOLS = [
  {
    type: "function" as const,
    function: { name: WEATHER_TOOL, parameters: { type: "object", properties: { city: { type: "string" } } } },
  },
];

/**
 * Programs on the `openai` SDK: every API, streamed and not.
 *
 * @param make - Makes a client of any major version: what the cases use of it is the same in all.
 */
export function openAiCases(make: (options: ClientOptions) => unknown): Record<string, RecordedCase> {
  const client = ({ openaiBaseUrl }: FakeProvider): OpenAI =>
    make({ apiKey: "none", baseURL: openaiBaseUrl, maxRetries: 0 }) as OpenAI;
  return {
    chat: {
      calls: [chatCompletion()],
      run: async (provider) => {
        await client(provider).chat.completions.create({ model: OPENAI_MODEL, messages: MESSAGES });
      },
    },
    "chat-tools": {
      calls: [chatCompletion({ toolCall: true }), chatCompletion({ nth: 2 })],
      run: async (provider) => {
        const openai = client(provider);
        await openai.chat.completions.create({ model: OPENAI_MODEL, messages: MESSAGES, tools: TOOLS });
        await openai.chat.completions.create({ model: OPENAI_MODEL, messages: MESSAGES, tools: TOOLS });
      },
    },
    "chat-stream": {
      calls: [chatCompletion()],
      run: async (provider) => {
        const stream = await client(provider).chat.completions.create({
          model: OPENAI_MODEL,
          messages: MESSAGES,
          stream: true,
          stream_options: { include_usage: true },
        });
        await drain(stream);
      },
    },
    responses: {
      calls: [response()],
      run: async (provider) => {
        await client(provider).responses.create({ model: OPENAI_MODEL, input: QUESTION });
      },
    },
    "responses-stream": {
      calls: [response()],
      run: async (provider) => {
        await drain(await client(provider).responses.create({ model: OPENAI_MODEL, input: QUESTION, stream: true }));
      },
    },
    embeddings: {
      calls: [embedding()],
      run: async (provider) => {
        await client(provider).embeddings.create({ model: "text-embedding-3-small", input: QUESTION });
      },
    },
  };
}

/** The same cases, run inside of something. */
export function mapRuns(
  cases: Readonly<Record<string, RecordedCase>>,
  around: (run: () => Promise<void>) => Promise<void>,
): Record<string, RecordedCase> {
  const mapped = Object.entries(cases).map(([name, { calls, run }]): [string, RecordedCase] => [
    name,
    { calls, run: (...urls) => around(() => run(...urls)) },
  ]);
  return Object.fromEntries(mapped);
}

/** Reads a stream to its end. */
export async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}
