// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

/** How emitters say that a span is a run of a tool, and where its name is. */
const TOOL_SPANS: readonly { readonly kind: string; readonly value: string; readonly name: string }[] = [
  { kind: GEN_AI.OPERATION_NAME, value: "execute_tool", name: GEN_AI.TOOL_NAME },
  { kind: "openinference.span.kind", value: "TOOL", name: "tool.name" },
  { kind: "traceloop.span.kind", value: "tool", name: "traceloop.entity.name" },
  { kind: "ai.operationId", value: "ai.toolCall", name: "ai.toolCall.name" },
];
/** The tool whose run a span is; `undefined` for every other span. */
export function toolName({ attributes }: SpanFacts): string | undefined {
  for (const { kind, value, name } of TOOL_SPANS) {
    if (attributes[kind] !== value) continue;
    const told = attributes[name] ?? attributes[GEN_AI.TOOL_NAME];
    return typeof told === "string" && told !== "" ? told.slice(0, 200) : "(unnamed)";
  }
  return undefined;
}
