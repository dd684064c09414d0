// SPDX-License-Identifier: Apache-2.0
import type { SentSpan } from "./otlp-spans.ts";

const START_MS = Date.UTC(2026, 10, 20, 12);
const CLIENT = 2;

/** What one {@link callSpan} costs: 600 × 3 + 400 × 0.3 + 100 × 15 micro-USD. */
export const CALL_USD = 0.003_42;

/** Whose prices {@link callSpan} needs. */
export const CALL_MODELS: readonly string[] = ["claude-sonnet-4-5"];

/** A call of claude-sonnet-4-5 as the conventions have it, with other attributes over or beside its own. */
export function callSpan(number: number, attributes: Readonly<Record<string, unknown>> = {}): SentSpan {
  return {
    name: `chat ${number}`,
    kind: CLIENT,
    scope: "my-agent",
    traceId: (number + 1).toString(16).padStart(32, "0"),
    spanId: (number + 1).toString(16).padStart(16, "0"),
    startTimeMs: START_MS,
    endTimeMs: START_MS + 1500,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "claude-sonnet-4-5",
      "gen_ai.response.model": "claude-sonnet-4-5-20250929",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.cache_read.input_tokens": 400,
      "gen_ai.usage.output_tokens": 100,
      ...attributes,
    },
  };
}
