// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";
import type OpenAI from "openai";

import { textOf } from "./send-on-the-wire.ts";

/** A request and when it is sent, in milliseconds from the beginning. */
export interface TimedBody<Body> {
  readonly atMs: number;
  readonly body: Body;
}

type AnthropicBody = Anthropic.MessageCreateParamsNonStreaming;
type OpenAiBody = OpenAI.ChatCompletionCreateParamsNonStreaming;

export type AnthropicCall = TimedBody<AnthropicBody>;
export type OpenAiCall = TimedBody<OpenAiBody>;
export type ResponsesCall = TimedBody<OpenAI.Responses.ResponseCreateParamsNonStreaming>;

export const MINUTE_MS = 60_000;
const TOOLS = ["search", "read_file", "run_tests"];
/** A moment as programs write it into their instructions. */
export const instructions = (time: string): string =>
  `It is 2026-10-20T${time}Z. ${textOf({ name: "You fix what is broken", tokens: 4_000 })}`;

const parameters = { type: "object" as const, properties: { query: { type: "string" } } };
const described = (name: string): string => textOf({ name: `Tool ${name}`, tokens: 300 });

/** A conversation that only grows, with the breakpoints of a careful program. */
export function anthropicConversation(calls: number): readonly AnthropicCall[] {
  return Array.from({ length: calls }, (_, call) => {
    const messages = Array.from({ length: 2 * call + 1 }, (_turn, index): Anthropic.MessageParam => {
      const mark = index === 2 * call ? { cache_control: { type: "ephemeral" as const } } : {};
      const content = [{ type: "text" as const, text: textOf({ name: `turn ${index}`, tokens: 1_500 }), ...mark }];
      return { role: index % 2 === 0 ? "user" : "assistant", content };
    });
    const system = [
      { type: "text" as const, text: instructions("09:00:00"), cache_control: { type: "ephemeral" as const } },
    ];
    const tools = TOOLS.map((name) => ({ name, description: described(name), input_schema: parameters }));
    return {
      atMs: call * MINUTE_MS,
      body: { model: "claude-sonnet-5", max_tokens: 1_000, system, tools, messages },
    };
  });
}

/** The same for OpenAI, whose breakpoints are its own. */
export function openAiConversation(calls: number): readonly OpenAiCall[] {
  return Array.from({ length: calls }, (_, call) => {
    const turns = Array.from({ length: 2 * call + 1 }, (_turn, index): OpenAI.ChatCompletionMessageParam => {
      const content = textOf({ name: `turn ${index}`, tokens: 1_500 });
      return { role: index % 2 === 0 ? "user" : "assistant", content };
    });
    const tools = TOOLS.map((name) => ({
      type: "function" as const,
      function: { name, description: described(name), parameters },
    }));
    const messages = [{ role: "system" as const, content: instructions("09:00:00") }, ...turns];
    return { atMs: call * MINUTE_MS, body: { model: "gpt-5.6", prompt_cache_key: "agent", tools, messages } };
  });
}

/** The same again, as responses whose whole history is sent. */
export function responsesConversation(calls: number): readonly ResponsesCall[] {
  return Array.from({ length: calls }, (_, call) => {
    const input = Array.from({ length: 2 * call + 1 }, (_turn, index): OpenAI.Responses.EasyInputMessage => {
      return {
        role: index % 2 === 0 ? "user" : "assistant",
        content: textOf({ name: `turn ${index}`, tokens: 1_500 }),
      };
    });
    const tools = TOOLS.map((name) => {
      return { type: "function" as const, name, description: described(name), parameters, strict: false };
    });
    const place = { model: "gpt-5.6", prompt_cache_key: "agent", instructions: instructions("09:00:00") };
    return { atMs: call * MINUTE_MS, body: { ...place, tools, input } };
  });
}
