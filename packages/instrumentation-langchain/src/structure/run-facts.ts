// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { StructureFacts } from "@outlay/core";

import type { MetadataFields, SerializedFields } from "../internal-types.ts";

/** What LangChain tells of a chain that starts. */
export interface ChainStart {
  readonly serialized: unknown;
  readonly tags: unknown;
  readonly metadata: unknown;
  readonly runType: unknown;
  /** What the user called it, or what its class is called. */
  readonly runName: unknown;
  readonly isRoot: boolean;
}

/** Graphs are called so until somebody names them. */
const UNNAMED_GRAPH = "LangGraph";
const HIDDEN = "langsmith:hidden";
const AGENT_INTEGRATION = "langchain_create_agent";

/**
 * Decides which chains are worth a span: what the user invokes, graphs and agents, the nodes of graphs, and what
 * somebody has given a name of its own. The rest is plumbing: prompts, parsers, sequences, lambdas, channels.
 *
 * @param takeAgent - Tells whether the graph that starts was made as an agent, which not all say of themselves.
 * @returns `undefined` for plumbing; what is below it is then below whatever is around it.
 */
export function chainFacts(start: ChainStart, takeAgent: () => boolean): StructureFacts | undefined {
  const tags = listOf(start.tags);
  if (tags.includes(HIDDEN)) return undefined;
  const id = listOf(fieldsOf<SerializedFields>(start.serialized).id);
  const className = textOf(id.at(-1));
  const name = textOf(start.runName);
  const metadata = fieldsOf<MetadataFields>(start.metadata);
  if (id.includes("pregel")) return graphFacts(name, metadata, takeAgent());
  if (className === "AgentExecutor") return { kind: "agent", name };
  if (isNode(name, metadata, tags)) return { kind: "step", name };
  const own = name === className ? undefined : name;
  if (start.isRoot) return { kind: "workflow", name: own };
  return own !== undefined && isNamed(own, className, start.runType) ? { kind: "step", name: own } : undefined;
}

/** Runs below a node have its metadata too, and not its tag. */
function isNode(name: string | undefined, metadata: Partial<MetadataFields>, tags: readonly unknown[]): boolean {
  if (name === undefined || name !== metadata.langgraph_node) return false;
  return tags.some((tag) => String(tag).startsWith("graph:step:"));
}

/** Lambdas have names that nobody chose for a reader: those that LangGraph makes of functions. */
function isNamed(name: string, className: string | undefined, runType: unknown): boolean {
  if (runType === "prompt" || runType === "parser" || className === "RunnableLambda") return false;
  return !name.startsWith("Runnable");
}

/** An agent is a graph that `createAgent` made, or that was given a name by whoever made it one. */
function graphFacts(
  given: string | undefined,
  metadata: Partial<MetadataFields>,
  isMadeAsAgent: boolean,
): StructureFacts {
  const name = given === UNNAMED_GRAPH ? undefined : given;
  const saysAgent = metadata.ls_integration === AGENT_INTEGRATION || textOf(metadata.lc_agent_name) !== undefined;
  return { kind: isMadeAsAgent || saysAgent ? "agent" : "workflow", name, conversationId: textOf(metadata.thread_id) };
}

/** A retrieval is named by its retriever: which data source that asks, LangChain does not know. */
export function retrievalFacts(serialized: unknown, runName: unknown): StructureFacts {
  const className = textOf(listOf(fieldsOf<SerializedFields>(serialized).id).at(-1));
  return { kind: "retrieval", name: textOf(runName) ?? className };
}
