// SPDX-License-Identifier: Apache-2.0
import type { Context } from "@opentelemetry/api";
import { StructureSpan, fieldsOf, textOf } from "@outlay/core";
import type { TracingHost } from "@outlay/core";

import type { AgentInputFields, BlockFields } from "./internal-types.ts";

/** Tools that run another agent, by its name in the input. */
const AGENT_TOOLS: ReadonlySet<string> = new Set(["Agent", "Task"]);

interface OpenTool {
  readonly span: StructureSpan;
  /** The agent that the tool runs, if it is one that does. */
  readonly agent?: StructureSpan;
}

/** The tools of a turn: each begins where the model asks for it and ends with its result. Sub-agents have theirs below. */
export class ToolSpans {
  /** Where tools of the main agent begin. */
  inside: Context;
  readonly #host: TracingHost;
  readonly #open = new Map<string, OpenTool>();

  constructor(host: TracingHost, inside: Context) {
    this.#host = host;
    this.inside = inside;
  }

  /** The model asked for tools. @param parentToolId - The tool whose agent asks; none for the main one. */
  asked(content: readonly unknown[], parentToolId: string | undefined): void {
    for (const item of content) {
      const block = fieldsOf<BlockFields>(item);
      const [id, name] = [textOf(block.id), textOf(block.name)];
      if (block.type !== "tool_use" || id === undefined || this.#open.has(id)) continue;
      const parent = this.#contextOf(parentToolId);
      const facts = { kind: "tool", name, toolCallId: id, toolType: "function", input: block.input } as const;
      const span = new StructureSpan(this.#host, facts, { parent });
      this.#open.set(id, { span, ...this.#agentOf(name, block.input, span) });
    }
  }

  /** Tools answered. */
  answered(content: readonly unknown[]): void {
    for (const item of content) {
      const block = fieldsOf<BlockFields>(item);
      const id = textOf(block.tool_use_id);
      const tool = block.type === "tool_result" && id !== undefined ? this.#open.get(id) : undefined;
      if (tool === undefined || id === undefined) continue;
      this.#open.delete(id);
      tool.agent?.end();
      tool.span.end({ result: block.content ?? "", ...(block.is_error === true && { errorType: "tool_error" }) });
    }
  }

  /** The turn is over: what has not answered never will. */
  end(): void {
    for (const { span, agent } of this.#open.values()) {
      agent?.end();
      span.end();
    }
    this.#open.clear();
  }

  #contextOf(parentToolId: string | undefined): Context {
    const tool = parentToolId === undefined ? undefined : this.#open.get(parentToolId);
    return tool === undefined ? this.inside : (tool.agent ?? tool.span).context;
  }

  #agentOf(tool: string | undefined, input: unknown, span: StructureSpan): { agent?: StructureSpan } {
    if (tool === undefined || !AGENT_TOOLS.has(tool)) return {};
    const name = textOf(fieldsOf<AgentInputFields>(input).subagent_type);
    return { agent: new StructureSpan(this.#host, { kind: "agent", name }, { parent: span.context }) };
  }
}
