// SPDX-License-Identifier: Apache-2.0
import type { Generation } from "../core/generation.ts";
import type { IdSource } from "../core/id-source.ts";
import type { JsonObject } from "../core/script.ts";

/** The output items of a response: reasoning, hosted tools, the message, then function calls. */
export function outputItems(generation: Generation, ids: IdSource): JsonObject[] {
  const reasoning =
    generation.reasoningTokens > 0 || generation.reasoning !== undefined
      ? [{ id: ids.next("rs_", 48), type: "reasoning", summary: summaryOf(generation.reasoning) }]
      : [];
  const searches = generation.serverToolCalls.map((call) => ({
    id: ids.next("ws_", 48),
    type: "web_search_call",
    status: "completed",
    action: { type: call.name === "web_search" ? "search" : "open_page", ...call.input },
  }));
  const message =
    generation.text === ""
      ? []
      : [
          {
            id: ids.next("msg_", 48),
            type: "message",
            status: generation.truncated ? "incomplete" : "completed",
            role: "assistant",
            content: [outputText(generation.text)],
          },
        ];
  const calls = generation.toolCalls.map((call) => ({
    id: ids.next("fc_", 48),
    type: "function_call",
    status: "completed",
    call_id: call.id,
    name: call.name,
    arguments: call.argumentsJson,
  }));
  return [...reasoning, ...searches, ...message, ...calls];
}

/** A content part of a message. */
export function outputText(text: string): JsonObject {
  return { type: "output_text", annotations: [], logprobs: [], text };
}

function summaryOf(reasoning: string | undefined): JsonObject[] {
  return reasoning === undefined ? [] : [{ type: "summary_text", text: reasoning }];
}
