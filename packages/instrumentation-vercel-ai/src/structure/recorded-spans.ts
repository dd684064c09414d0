// SPDX-License-Identifier: Apache-2.0
// ai 5 and 6 offer no seam that has a context; they do call one function for every span that their own telemetry would
// record, whether it is on or not. See docs/decisions/0012.
import { context } from "@opentelemetry/api";
import { fieldsOf, guard, isTracingSuppressed, textOf } from "@outlay/core";
import type { AnyMethod, StructureEnd, StructureSpan, TracingHost } from "@outlay/core";

import { AgentRun } from "./agent-run.ts";
import { agentFacts } from "./run-arguments.ts";

/** Argument of `recordSpan`: ai@5–6 `src/telemetry/record-span.ts`. */
interface RecordFields {
  readonly name: unknown;
  readonly tracer: unknown;
  readonly attributes: unknown;
  readonly fn: unknown;
  readonly endWhenDone: unknown;
}

/** What a tool call comes to: ai@5–6 `tool-result` or `tool-error`. Streams of ai 5 say nothing. */
interface ToolOutputFields {
  readonly type: unknown;
  readonly output: unknown;
  readonly error: unknown;
}

const ROOTS: ReadonlySet<unknown> = new Set(["ai.generateText", "ai.streamText"]);
const MODEL_CALLS: ReadonlySet<unknown> = new Set(["ai.generateText.doGenerate", "ai.streamText.doStream"]);
const TOOL_NAME = "ai.toolCall.name";
const TOOL_RESULT = "ai.toolCall.result";

/** One tracer for each run: ours where the AI SDK would share one that does nothing. */
const runs = new WeakMap<object, AgentRun>();
const ownTracers = new WeakSet<object>();
/** What the AI SDK would put on a span, by what it does put there: nothing, while its telemetry is off. */
const selected = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** The wrapper around `getTracer`, which is called once for each run and passed on to all that it does. */
export function ownTracer(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (...args: unknown[]): unknown {
    const tracer = original(...args);
    const { isEnabled } = fieldsOf<{ isEnabled: unknown }>(args[0]);
    if (!host.isEnabled() || isEnabled === true || typeof tracer !== "object" || tracer === null) return tracer;
    const own: object = Object.create(tracer);
    ownTracers.add(own);
    return own;
  };
}

/** The wrapper around `selectTelemetryAttributes`, which knows the name and arguments of a tool. */
export function rememberSelected(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (...args: unknown[]): unknown {
    const result = original(...args);
    if (!host.isEnabled()) return result;
    const { attributes } = fieldsOf<{ attributes: unknown }>(args[0]);
    const wanted = fieldsOf<Record<string, unknown>>(attributes);
    if (wanted[TOOL_NAME] === undefined && wanted[TOOL_RESULT] === undefined) return result;
    if (typeof result === "object" && result !== null) selected.set(result, wanted);
    return result;
  };
}

/** The wrapper around `recordSpan`: agents, steps and tools get their spans where the AI SDK would record its own. */
export function recordStructure(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (...args: unknown[]): unknown {
    const record = fieldsOf<RecordFields>(args[0]);
    const { tracer, fn } = record;
    const isOurs = typeof tracer === "object" && tracer !== null && ownTracers.has(tracer);
    if (!isOurs || typeof fn !== "function" || !host.isEnabled() || isTracingSuppressed()) return original(...args);
    const recorded: Recorded = { ...record, tracer, fn: fn as AnyMethod };
    if (ROOTS.has(record.name)) return recordRun(host, original, recorded);
    const run = runs.get(tracer);
    if (run === undefined || run.isOver) return original(...args);
    if (MODEL_CALLS.has(record.name)) return recordModelCall(run, original, recorded);
    return record.name === "ai.toolCall" ? recordTool(run, original, recorded) : original(...args);
  };
}

type Recorded = Partial<RecordFields> & { readonly tracer: object; readonly fn: AnyMethod };

function recordRun(host: TracingHost, original: AnyMethod, recorded: Recorded): unknown {
  const run = guard("vercel-ai.run", () => {
    const facts = agentFacts(({ isEnabled }) => isEnabled === true);
    return facts === undefined ? undefined : new AgentRun(host, facts);
  });
  if (run === undefined) return original(recorded);
  runs.set(recorded.tracer, run);
  const fn = (span: unknown): unknown => recorded.fn(tapped(span, { end: () => run.end() }));
  const result = context.with(run.context, () => original({ ...recorded, fn }));
  // A stream's span is ended by the stream.
  settled(result, {
    onValue: () => (recorded.endWhenDone === false ? undefined : run.end()),
    onError: (error) => run.end({ error }),
  });
  return result;
}

function recordModelCall(run: AgentRun, original: AnyMethod, recorded: Recorded): unknown {
  const inside = guard("vercel-ai.step", () => run.contextOfCall()) ?? run.context;
  const result = context.with(inside, () => original(recorded));
  settled(result, { onValue: () => run.answered(), onError: () => undefined });
  return result;
}

function recordTool(run: AgentRun, original: AnyMethod, recorded: Recorded): unknown {
  const attributes = typeof recorded.attributes === "object" ? selected.get(recorded.attributes ?? {}) : undefined;
  const tool = guard("vercel-ai.tool", () => startTool(run, attributes ?? {}));
  if (tool === undefined) return original(recorded);
  const seen: { -readonly [Name in keyof StructureEnd]: StructureEnd[Name] } = {};
  const tap = {
    setAttributes: (put: object) => {
      const result = selected.get(put)?.[TOOL_RESULT];
      if (result !== undefined) seen.result = valueIn(result);
    },
    recordException: (error: unknown) => {
      seen.errorType = textOf(fieldsOf<{ name: unknown }>(error).name);
    },
  };
  const fn = (span: unknown): unknown => recorded.fn(tapped(span, tap));
  const result = context.with(tool.context, () => original({ ...recorded, fn }));
  settled(result, {
    onValue: (value) => {
      const { type, output, error } = fieldsOf<ToolOutputFields>(value);
      tool.end(type === "tool-error" ? { error } : { ...seen, ...(output === undefined ? {} : { result: output }) });
    },
    onError: (error) => tool.end({ error }),
  });
  return result;
}

function startTool(run: AgentRun, attributes: Readonly<Record<string, unknown>>): StructureSpan {
  return run.startTool({
    name: textOf(attributes[TOOL_NAME]),
    toolCallId: textOf(attributes["ai.toolCall.id"]),
    input: valueIn(attributes["ai.toolCall.args"]),
  });
}

/** The AI SDK would write the value as JSON, when it is asked to. */
function valueIn(told: unknown): unknown {
  const { output } = fieldsOf<{ output: unknown }>(told);
  if (typeof output !== "function") return undefined;
  return guard("vercel-ai.value", () => JSON.parse(String(output())) as unknown);
}

/** A span that does nothing, and says what is done to it. */
function tapped(span: unknown, taps: Readonly<Record<string, (argument: never) => void>>): unknown {
  if (typeof span !== "object" || span === null) return span;
  const tap: object = Object.create(span);
  for (const [name, listen] of Object.entries(taps)) {
    const value = (argument: never): unknown => {
      guard("vercel-ai.tap", () => listen(argument));
      const original: unknown = Reflect.get(span, name);
      return typeof original === "function" ? original.call(span, argument) : undefined;
    };
    Object.defineProperty(tap, name, { value });
  }
  return tap;
}

/** Listens on the side: the AI SDK has the promise, and whoever waits for it sees its rejection. */
function settled(
  result: unknown,
  { onValue, onError }: { onValue: (value: unknown) => void; onError: (error: unknown) => void },
): void {
  if (!(result instanceof Promise)) return;
  result.then(
    (value: unknown) => guard("vercel-ai.settled", () => onValue(value)),
    (error: unknown) => guard("vercel-ai.settled", () => onError(error)),
  );
}
