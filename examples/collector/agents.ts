// SPDX-License-Identifier: Apache-2.0
import type { SentSpan } from "@outlay-test/collector";

/** A program that is not ours, and what it says of itself. */
export interface Agent {
  readonly resource: Readonly<Record<string, string>>;
  readonly spans: readonly SentSpan[];
}

const CLIENT = 2;
const INTERNAL = 0;

/** As OpenInference's instrumentation for Python writes it down: input includes what was cached, and there is no cost. */
export function pythonAgent(nowMs: number): Agent {
  const common = { traceId: "5b8efff798038103d269b633813fc60c", scope: "openinference.instrumentation.anthropic" };
  return {
    resource: { "service.name": "triage", "telemetry.sdk.language": "python" },
    spans: [
      {
        ...common,
        name: "triage",
        kind: INTERNAL,
        spanId: "eee19b7ec3c1b173",
        startTimeMs: nowMs,
        endTimeMs: nowMs + 4_200,
        attributes: { "openinference.span.kind": "AGENT" },
      },
      {
        ...common,
        name: "Messages",
        kind: INTERNAL,
        spanId: "eee19b7ec3c1b174",
        parentSpanId: "eee19b7ec3c1b173",
        startTimeMs: nowMs + 100,
        endTimeMs: nowMs + 4_100,
        attributes: {
          "openinference.span.kind": "LLM",
          "llm.provider": "anthropic",
          "llm.model_name": "claude-sonnet-4-5-20250929",
          "llm.token_count.prompt": 12_400,
          "llm.token_count.prompt_details.cache_read": 10_000,
          "llm.token_count.completion": 620,
          "llm.token_count.total": 13_020,
          "user.id": "ada",
          "team.id": "payments",
        },
      },
    ],
  };
}

/** By OpenTelemetry's own conventions, as a program in Go writes it down; one of the models is nobody's. */
export function goAgent(nowMs: number): Agent {
  const call = (spanId: string, model: string): SentSpan => ({
    name: `chat ${model}`,
    kind: CLIENT,
    scope: "acme/agent",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId,
    startTimeMs: nowMs,
    endTimeMs: nowMs + 900,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": model,
      "gen_ai.response.model": model,
      "gen_ai.usage.input_tokens": 2_000,
      "gen_ai.usage.output_tokens": 300,
      "team.id": "search",
    },
  });
  return {
    resource: { "service.name": "search", "telemetry.sdk.language": "go" },
    spans: [call("b7ad6b7169203331", "gpt-5-mini"), call("b7ad6b7169203332", "acme-llm-1")],
  };
}
