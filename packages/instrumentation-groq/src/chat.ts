// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, completionResponse, fieldsOf, listOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import type { GroqFields, GroqMessageFields } from "./internal-types.ts";
import { iterationsFromBreakdown } from "./usage-breakdown.ts";

/** Reads a chat completion of Groq's: of one model, or of a compound system that asked several. */
export function groqResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<GroqFields>(value);
  return {
    ...completionResponse(value),
    ...iterationsFromBreakdown(body.usage_breakdown),
    ...(ranTools(body, "message") ? TOOLS_ON_TOP : {}),
  };
}

/** Tools that Groq runs are billed on top, by prices that differ by tool and by how long it ran: neither is told. */
const TOOLS_ON_TOP: ResponseFacts = { usageStatus: "partial" };

/** The reducer of a streamed chat completion; usage is in the last chunk, asked for or not. */
export function groqStream(_request: RequestFacts, keepContent: boolean): StreamReducer {
  const completion = new CompletionStream({ keepContent });
  let breakdown: unknown;
  let tools = false;
  return {
    push(value) {
      const chunk = fieldsOf<GroqFields>(value);
      breakdown ??= fieldsOf<GroqFields>(chunk.x_groq).usage_breakdown;
      tools ||= ranTools(chunk, "delta");
      return completion.push(value);
    },
    finish: (complete) => ({
      ...completion.finish(complete),
      ...iterationsFromBreakdown(breakdown),
      ...(tools ? TOOLS_ON_TOP : {}),
    }),
  };
}

function ranTools(body: Partial<GroqFields>, part: "message" | "delta"): boolean {
  return listOf(body.choices).some((choice) => {
    const message = fieldsOf<{ message: unknown; delta: unknown }>(choice)[part];
    return listOf(fieldsOf<GroqMessageFields>(message).executed_tools).length > 0;
  });
}
