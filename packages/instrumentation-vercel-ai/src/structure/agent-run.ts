// SPDX-License-Identifier: Apache-2.0
import { createContextKey } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { StructureSpan } from "@outlay/core";
import type { OperationStatus, StructureEnd, StructureFacts, StructureHost } from "@outlay/core";
import { OUTLAY } from "@outlay/semconv";

const RUN_KEY = createContextKey("@outlay/instrumentation-vercel-ai agent run");

/** The run that some code belongs to, as far as context reaches. */
export function runOf(source: Context): AgentRun | undefined {
  return source.getValue(RUN_KEY) as AgentRun | undefined;
}

/** A part of a run that is under way. */
export interface RunPart {
  /** For what happens inside. */
  readonly context: Context;
  end(end?: StructureEnd): void;
}

/**
 * One invocation of an agent: its span, and the spans of its steps and tools.
 *
 * The AI SDK may be done with a run before the stream of its last call is: after an abort, say. What ends while a call is
 * open ends with that call, so that it has the call's bill in its sum, but says when it was done.
 */
export class AgentRun implements RunPart {
  readonly context: Context;
  readonly #host: StructureHost;
  readonly #span: StructureSpan;
  #step: StructureSpan | undefined;
  #steps = 0;
  #isAnswered = false;
  #isOver = false;
  #openCalls = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(host: StructureHost, facts: Omit<StructureFacts, "kind">) {
    this.#host = host;
    this.#span = new StructureSpan(host, { ...facts, kind: "agent" });
    this.context = this.#span.context.setValue(RUN_KEY, this);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Where a call of the model belongs: into the step under way until it is answered, then into the next one. */
  contextOfCall(): Context {
    if (this.#step !== undefined && !this.#isAnswered) return this.#step.context;
    if (this.#step !== undefined) this.#endSpan(this.#step, {});
    return this.startStep().context;
  }

  /** The model has answered: what it is asked next is another step. */
  answered(): void {
    this.#isAnswered = true;
  }

  /** Starts a step where the AI SDK tells of its steps, or where a call of the model makes one. */
  startStep(): RunPart {
    this.#steps += 1;
    this.#isAnswered = false;
    const facts: StructureFacts = { kind: "step", name: `step ${this.#steps}` };
    const step = new StructureSpan(this.#host, facts, { parent: this.context });
    this.#step = step;
    return { context: step.context, end: (end = {}) => this.#endSpan(step, end) };
  }

  /** Starts a tool, in the step under way unless the caller knows better; tools of one step may run side by side. */
  startTool(
    facts: Omit<StructureFacts, "kind" | "toolType">,
    parent: Context = this.#step?.context ?? this.context,
  ): StructureSpan {
    return new StructureSpan(this.#host, { ...facts, kind: "tool", toolType: "function" }, { parent });
  }

  /** A call of the model is under way. */
  callStarted(): void {
    this.#openCalls += 1;
  }

  /** A call of the model, and its span, have ended. After the caller gave up or left, the AI SDK may tell of no other end. */
  callEnded(status: OperationStatus): void {
    this.#openCalls -= 1;
    const isCutOff = status === "aborted" || status === "abandoned";
    if (isCutOff) {
      for (const span of [this.#step, this.#span]) span?.setAttributes({ [OUTLAY.OPERATION_OUTCOME]: status });
    }
    if (this.#openCalls === 0) for (const end of this.#waiting.splice(0)) end();
    if (isCutOff) this.end();
  }

  /** Ends what is open. */
  end(end: StructureEnd = {}): void {
    this.#isOver = true;
    if (this.#step !== undefined) this.#endSpan(this.#step, end);
    this.#endSpan(this.#span, end);
  }

  #endSpan(span: StructureSpan, end: StructureEnd): void {
    if (this.#openCalls === 0) {
      span.end(end);
      return;
    }
    const endTimeMs = Date.now();
    this.#waiting.push(() => span.end({ endTimeMs, ...end }));
  }
}
