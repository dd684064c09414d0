// SPDX-License-Identifier: Apache-2.0
import { runInStructure } from "../structure/run-in-structure.ts";
import type { StructureFacts, StructureKind } from "../structure/structure-facts.ts";
import { StructureSpan } from "../structure/structure-span.ts";
import { MANUAL_HOST } from "./manual-host.ts";

type Common = Pick<StructureFacts, "name" | "description" | "attributes">;

/** What is known of an agent before it runs. */
export type AgentOptions = Common & Pick<StructureFacts, "id" | "provider" | "conversationId">;

/** What is known of a workflow before it runs. */
export type WorkflowOptions = Common & Pick<StructureFacts, "conversationId">;

/** What is known of a tool call before it runs. */
export type ToolOptions = Common & {
  /** Id of the model's tool call that this answers. */
  readonly callId?: string | undefined;
  /** `function` for what the program runs, `extension` or `datastore`. @defaultValue "function" */
  readonly type?: string | undefined;
  /** Hashed; told only when content is captured. */
  readonly arguments?: unknown;
};

/**
 * Runs an agent inside a span `invoke_agent {name}`; every call below carries its name, and what they cost is summed on it.
 *
 * The span ends when the function returns, when its promise settles, or when the async generator that it returned ends.
 *
 * @param agent - Its name, or more that is known of it.
 */
export function traceAgent<T>(agent: string | AgentOptions, run: (span: StructureSpan) => T): T {
  const span = startAgent(agent);
  return runInStructure(span, () => run(span));
}

/** Runs a workflow inside a span `invoke_workflow {name}`; see {@link traceAgent}. */
export function traceWorkflow<T>(workflow: string | WorkflowOptions, run: (span: StructureSpan) => T): T {
  const span = startWorkflow(workflow);
  return runInStructure(span, () => run(span));
}

/** Runs a tool inside a span `execute_tool {name}`, which carries hashes of arguments and result; see {@link traceAgent}. */
export function traceTool<T>(tool: string | ToolOptions, run: (span: StructureSpan) => T): T {
  const span = startTool(tool);
  return runInStructure(span, () => run(span));
}

/**
 * Starts an agent's span that its caller ends: `using agent = startAgent("triage")`, then `agent.run(…)`.
 *
 * @param agent - Its name, or more that is known of it.
 */
export function startAgent(agent: string | AgentOptions): StructureSpan {
  return start("agent", typeof agent === "string" ? { name: agent } : agent);
}

/** Starts a workflow's span that its caller ends; see {@link startAgent}. */
export function startWorkflow(workflow: string | WorkflowOptions): StructureSpan {
  return start("workflow", typeof workflow === "string" ? { name: workflow } : workflow);
}

/** Starts a tool's span that its caller ends, with the result: `tool.end({ result })`; see {@link startAgent}. */
export function startTool(tool: string | ToolOptions): StructureSpan {
  const {
    callId,
    type = "function",
    arguments: input,
    ...facts
  }: ToolOptions = typeof tool === "string" ? { name: tool } : tool;
  return start("tool", { ...facts, toolCallId: callId, toolType: type, input });
}

function start(kind: StructureKind, facts: Omit<StructureFacts, "kind">): StructureSpan {
  return new StructureSpan(MANUAL_HOST, { ...facts, kind });
}
