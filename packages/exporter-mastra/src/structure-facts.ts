// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, numberOf, textOf } from "@outlay/core";
import type { StructureEnd, StructureFacts } from "@outlay/core";

import type { ErrorInfoFields, SpanFields, StructureAttributesFields } from "./internal-types.ts";

/** `error.type` of what failed without saying how. */
export const UNKNOWN_ERROR = "_OTHER";

/** Which spans of Mastra's are drawn. The rest is plumbing, or what a model does: that is a call, and drawn as one. */
const KINDS: Readonly<Record<string, StructureFacts["kind"]>> = {
  agent_run: "agent",
  workflow_run: "workflow",
  workflow_step: "step",
  model_step: "step",
  tool_call: "tool",
  mcp_tool_call: "tool",
};

/** What is drawn of a span that begins; `undefined` of plumbing: what is in it is then in whatever is around it. */
export function structureFacts(span: Partial<SpanFields>): StructureFacts | undefined {
  const type = textOf(span.type);
  const kind = type !== undefined && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (kind === undefined) return undefined;
  const { conversationId, toolCallId, toolDescription, stepIndex } = fieldsOf<StructureAttributesFields>(
    span.attributes,
  );
  const id = textOf(span.entityId);
  if (type === "model_step") return { kind, name: `step ${(numberOf(stepIndex) ?? 0) + 1}` };
  const name = textOf(span.entityName) ?? id ?? textOf(span.name);
  if (kind !== "tool") return { kind, name, id, conversationId: textOf(conversationId) };
  return {
    kind,
    name,
    toolType: "function",
    toolCallId: textOf(toolCallId),
    description: textOf(toolDescription),
    input: span.input,
  };
}

/** How a span ended: tools also fail without an error. */
export function structureEnd(span: Partial<SpanFields>): StructureEnd {
  const { success } = fieldsOf<StructureAttributesFields>(span.attributes);
  return { result: span.output, errorType: errorTypeOf(span) ?? (success === false ? "tool_error" : undefined) };
}

/** The class of a span's error, or what Mastra calls it; its message is the program's. */
export function errorTypeOf({ errorInfo }: Partial<SpanFields>): string | undefined {
  if (typeof errorInfo !== "object" || errorInfo === null) return undefined;
  const { name, id } = fieldsOf<ErrorInfoFields>(errorInfo);
  return textOf(name) ?? textOf(id) ?? UNKNOWN_ERROR;
}
