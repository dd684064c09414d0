// SPDX-License-Identifier: Apache-2.0
import { context, createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { StructureSpan } from "@outlay/core";
import type { StructureEnd, StructureFacts, StructureHost } from "@outlay/core";

const RUN_KEY = createContextKey("@outlay/instrumentation-openai-agents run");
const WORKFLOW_KEY = createContextKey("@outlay/instrumentation-openai-agents workflow");

/** An agent that is run. */
export type AgentFacts = Omit<StructureFacts, "kind">;

/**
 * One run: the agents that take turns in it, one after the other, and the steps of each.
 *
 * What happens inside happens in {@link context}, which is always the one of the step under way: the SDK's loop has no
 * function around a step that could be run in one.
 */
export class AgentRun {
  readonly context: Context = new RunContext(this);
  readonly #host: StructureHost;
  readonly #root: Context;
  readonly #workflow: StructureSpan | undefined;
  #agent: StructureSpan | undefined;
  #step: StructureSpan | undefined;
  #steps = 0;

  /** @param workflow - What this is the only run of. */
  constructor(host: StructureHost, parent: Context, workflow: StructureSpan | undefined) {
    this.#host = host;
    this.#workflow = workflow;
    this.#root = parent.setValue(RUN_KEY, this);
  }

  /** The context of the step under way, of the agent whose turn it is, or of the run. */
  get current(): Context {
    const innermost = this.#step ?? this.#agent;
    return innermost === undefined ? this.#root : innermost.context;
  }

  /**
   * It is an agent's turn, the same one's or another's: the step before is over. Agents that a run makes of others for
   * itself have their names.
   */
  takeTurn(facts: AgentFacts): void {
    this.#step?.end();
    this.#step = undefined;
    if (this.#agent !== undefined && this.#agent.facts.name === facts.name) return;
    this.#endAgent({});
    this.#agent = new StructureSpan(this.#host, { ...facts, kind: "agent" }, { parent: this.#root });
  }

  /** The model is about to be asked: the step is that question, and the tools that the answer calls. */
  startStep(): void {
    this.#step?.end();
    this.#steps += 1;
    const parent = this.#agent?.context ?? this.#root;
    this.#step = new StructureSpan(this.#host, { kind: "step", name: `step ${this.#steps}` }, { parent });
  }

  end(end: StructureEnd): void {
    this.#endAgent(end);
    this.#workflow?.end(end);
  }

  #endAgent(end: StructureEnd): void {
    this.#step?.end(end);
    this.#step = undefined;
    this.#agent?.end(end);
    this.#agent = undefined;
  }
}

/** Is whatever the run's context is at the moment. What is derived from it stays as it was then. */
class RunContext implements Context {
  readonly run: AgentRun;

  constructor(run: AgentRun) {
    this.run = run;
  }

  getValue(key: symbol): unknown {
    return this.run.current.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.run.current.setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.run.current.deleteValue(key);
  }
}

/** The run whose own loop the current code belongs to; not that of a tool, nor what users run inside of one. */
export function runOfLoop(): AgentRun | undefined {
  const active = context.active();
  return active instanceof RunContext ? active.run : undefined;
}

/** The active context, as it will not change any more. */
export function settledContext(): Context {
  return runOfLoop()?.current ?? context.active();
}

/** Whether some code runs inside a workflow or a run already. */
export function isInWorkflow(source: Context): boolean {
  return source.getValue(RUN_KEY) !== undefined || source.getValue(WORKFLOW_KEY) !== undefined;
}

/** The context of a workflow, whose runs make none of their own. */
export function contextOfWorkflow(workflow: StructureSpan): Context {
  return workflow.context.setValue(WORKFLOW_KEY, true);
}
