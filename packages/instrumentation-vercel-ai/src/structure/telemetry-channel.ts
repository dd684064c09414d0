// SPDX-License-Identifier: Apache-2.0
// What ai 7 publishes of its runs, steps and tools. See docs/decisions/0012.
import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { fieldsOf, guard, isTracingSuppressed, listOf, textOf } from "@outlay/core";
import type { StructureEnd, TracingHost } from "@outlay/core";

import { AgentRun, runOf } from "./agent-run.ts";
import type { RunPart } from "./agent-run.ts";
import { contextStore } from "./context-store.ts";
import { agentFacts } from "./run-arguments.ts";
import type { TelemetryFields } from "./run-arguments.ts";

const CHANNEL = "ai:telemetry";
const LISTENERS_KEY = Symbol.for("@outlay/instrumentation-vercel-ai/listeners@1");

/** Whoever has joined, in whichever copy of this package: the first of them draws. */
const listeners: TracingHost[] = ((globalThis as { [LISTENERS_KEY]?: TracingHost[] })[LISTENERS_KEY] ??= []);

/** A message of the channel: ai@7 `src/telemetry/tracing-channel.ts`; `result` and `error` come at its end. */
interface MessageFields {
  readonly type: unknown;
  readonly event: unknown;
  readonly result: unknown;
  readonly error: unknown;
}

/** `event` of a run, and of a tool: ai@7 GenerateTextStartEvent, ToolExecutionStartEvent. */
interface EventFields {
  readonly tools: unknown;
  readonly functionId: unknown;
  readonly toolCall: unknown;
}

/** `toolCall` of a tool's event, and what its result says. */
interface ToolCallFields {
  readonly toolName: unknown;
  readonly toolCallId: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly type: unknown;
  readonly error: unknown;
}

type AiGlobal = { AI_SDK_TELEMETRY_INTEGRATIONS?: unknown };

/** The part of `node:diagnostics_channel` that is used here. */
interface DiagnosticsChannel {
  tracingChannel(name: string): {
    readonly start: {
      bindStore(store: object, transform: (message: unknown) => unknown): void;
      unbindStore(store: object): unknown;
    };
    readonly asyncEnd: {
      subscribe(listener: (message: unknown) => void): void;
      unsubscribe(listener: (message: unknown) => void): unknown;
    };
  };
}

/**
 * Listens to what ai 7 publishes: each run, step and tool gets its span, and runs in its context.
 *
 * @returns Stops listening; `undefined` where there is no such channel.
 */
export function joinTelemetryChannel(host: TracingHost): (() => void) | undefined {
  const store = contextStore();
  const api = process.getBuiltinModule?.("node:diagnostics_channel") as DiagnosticsChannel | undefined;
  if (store === undefined || api === undefined) return undefined;
  const { start, asyncEnd } = api.tracingChannel(CHANNEL);
  const open = new WeakMap<object, RunPart>();
  listeners.push(host);
  const onEnd = (message: unknown): void => {
    guard("vercel-ai.channel", () => endOf(message, open));
  };
  start.bindStore(store, (message) => {
    const parent = store.active();
    // What throws in here would be an uncaught exception of the program.
    const inside = guard("vercel-ai.channel", () => begin(host, message, parent, open));
    return store.entry(inside ?? parent);
  });
  asyncEnd.subscribe(onEnd);
  return () => {
    start.unbindStore(store);
    asyncEnd.unsubscribe(onEnd);
    listeners.splice(listeners.indexOf(host), 1);
  };
}

function begin(
  host: TracingHost,
  message: unknown,
  parent: Context,
  open: WeakMap<object, RunPart>,
): Context | undefined {
  if (typeof message !== "object" || message === null || listeners[0] !== host || isTracingSuppressed())
    return undefined;
  const { type, event } = fieldsOf<MessageFields>(message);
  const { tools, functionId, toolCall } = fieldsOf<EventFields>(event);
  const track = (part: RunPart): Context => {
    open.set(message, part);
    return part.context;
  };
  if (type === "generateText" || type === "streamText") {
    const facts = agentFacts(drawsTree, { tools, functionId });
    return facts === undefined ? undefined : context.with(parent, () => track(new AgentRun(host, facts)));
  }
  const run = runOf(parent);
  if (run === undefined || run.isOver) return undefined;
  if (type === "step") return track(run.startStep());
  if (type !== "executeTool") return undefined;
  const { toolName, toolCallId, input } = fieldsOf<ToolCallFields>(toolCall);
  const facts = { name: textOf(toolName), toolCallId: textOf(toolCallId), input };
  return track(run.startTool(facts, parent));
}

function endOf(message: unknown, open: WeakMap<object, RunPart>): void {
  if (typeof message !== "object" || message === null) return;
  const { type, result, error } = fieldsOf<MessageFields>(message);
  open.get(message)?.end(error !== undefined ? { error } : type === "executeTool" ? toolEnd(result) : {});
}

/** A tool that throws is an answer to the model, not a rejection. */
function toolEnd(result: unknown): StructureEnd {
  const { type, output, error } = fieldsOf<ToolCallFields>(fieldsOf<ToolCallFields>(result).output);
  return type === "tool-error" ? { error } : { result: output };
}

/** `@ai-sdk/otel` draws the same tree: named for a call, or else for all of them. */
function drawsTree({ integrations }: Partial<TelemetryFields>): boolean {
  const inForce: unknown = integrations ?? (globalThis as AiGlobal).AI_SDK_TELEMETRY_INTEGRATIONS;
  const list = Array.isArray(inForce) ? listOf(inForce) : [inForce];
  return list.some(
    (integration) =>
      typeof integration === "object" &&
      integration !== null &&
      /^(?:Legacy)?OpenTelemetry$/.test(integration.constructor?.name ?? ""),
  );
}
