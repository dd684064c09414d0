// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { GEN_AI } from "@outlay/semconv";

/**
 * What a span that carries structure stands for; none of them is billed. A `retrieval` is a search for documents by whoever
 * is named. A `request` is one of a protocol between agents and tools that is none of the others, such as the listing of tools.
 */
export type StructureKind = "agent" | "workflow" | "step" | "tool" | "retrieval" | "request";

/** What is known of a piece of structure when it begins. */
export interface StructureFacts {
  readonly kind: StructureKind;
  readonly name?: string | undefined;
  /** Where other conventions name the span. @defaultValue as the GenAI conventions name the kind */
  readonly spanName?: string | undefined;
  /** `gen_ai.provider.name`, where there is one. */
  readonly provider?: string | undefined;
  /** Of an agent: its id where it has one beside its name. */
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  /** `gen_ai.conversation.id`; only a real one. Every call below carries it. */
  readonly conversationId?: string | undefined;
  /** Of a tool: which of the model's tool calls it answers, and `function`, `extension` or `datastore`. */
  readonly toolCallId?: string | undefined;
  readonly toolType?: string | undefined;
  /** Of a tool: its arguments. Hashed; told only when content is captured. */
  readonly input?: unknown;
  readonly attributes?: Attributes | undefined;
}

/** `gen_ai.operation.name` of each kind. The conventions have none for a step: the AI SDK's is taken. */
const OPERATIONS: Readonly<Record<Exclude<StructureKind, "request">, string>> = {
  agent: "invoke_agent",
  workflow: "invoke_workflow",
  step: "agent_step",
  tool: "execute_tool",
  retrieval: "retrieval",
};

/** As the conventions name such a span; a step, which they do not know, is named as it is. */
export function structureSpanName({ kind, name, spanName }: StructureFacts): string {
  if (spanName !== undefined) return spanName;
  if (kind === "step" || kind === "request") return name ?? kind;
  return name === undefined ? OPERATIONS[kind] : `${OPERATIONS[kind]} ${name}`;
}

/** Attributes of the conventions for one kind of structure, unknown ones left out. */
export function structureAttributes(facts: StructureFacts): Attributes {
  const { kind, name, id, description } = facts;
  const attributes: Attributes = kind === "request" ? {} : { [GEN_AI.OPERATION_NAME]: OPERATIONS[kind] };
  const put = (attribute: string, value: string | undefined): void => {
    if (value !== undefined) attributes[attribute] = value;
  };
  put(GEN_AI.PROVIDER_NAME, facts.provider);
  put(GEN_AI.CONVERSATION_ID, facts.conversationId);
  if (kind === "agent") {
    put(GEN_AI.AGENT_NAME, name);
    put(GEN_AI.AGENT_ID, id);
    put(GEN_AI.AGENT_DESCRIPTION, description);
  } else if (kind === "workflow") {
    put(GEN_AI.WORKFLOW_NAME, name);
  } else if (kind === "tool") {
    put(GEN_AI.TOOL_NAME, name);
    put(GEN_AI.TOOL_CALL_ID, facts.toolCallId);
    put(GEN_AI.TOOL_TYPE, facts.toolType);
    put(GEN_AI.TOOL_DESCRIPTION, description);
  }
  return { ...attributes, ...facts.attributes };
}

/** What every call below is told of the structure around it: budgets and metrics group by it. */
export function structureScope({ kind, name, conversationId }: StructureFacts): Attributes {
  const scope: Attributes = {};
  if (kind === "agent" && name !== undefined) scope[GEN_AI.AGENT_NAME] = name;
  if (kind === "workflow" && name !== undefined) scope[GEN_AI.WORKFLOW_NAME] = name;
  if (conversationId !== undefined) scope[GEN_AI.CONVERSATION_ID] = conversationId;
  return scope;
}
