// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, guard, isTracingSuppressed, textOf } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { ConfigFields, ManagerFields, ToolMessageFields } from "../internal-types.ts";
import { takeAgent } from "./agent-graphs.ts";
import { chainFacts, retrievalFacts } from "./run-facts.ts";
import { Runs } from "./runs.ts";

/** Handlers of one name are there once, whichever copy of LangChain or of this package adds them. */
const NAME = "outlay";

const runs = new Runs();

/** What a callback handler of ours is, as LangChain calls it. Chat models are followed where they send, not here. */
function createHandler(host: TracingHost): object {
  const ended = (id: unknown, end: Parameters<Runs["end"]>[1]): void => {
    guard("langchain.end", () => runs.end(String(id), end));
  };
  return {
    name: NAME,
    // Called before the run goes on, in the context that it goes on in.
    awaitHandlers: true,
    raiseError: false,
    ignoreLLM: true,
    ignoreChain: false,
    ignoreAgent: false,
    ignoreRetriever: false,
    ignoreCustomEvent: true,
    lc_serializable: false,
    handleChainStart(...args: readonly unknown[]): void {
      guard("langchain.chain", () => startChain(host, args));
    },
    handleChainEnd: (_outputs: unknown, id: unknown): void => ended(id, {}),
    handleChainError: (error: unknown, id: unknown): void => ended(id, { error }),
    handleToolStart(...args: readonly unknown[]): void {
      guard("langchain.tool", () => startTool(host, args));
    },
    handleToolEnd(output: unknown, id: unknown): void {
      guard("langchain.toolEnd", () => endTool(output, String(id)));
    },
    handleToolError: (error: unknown, id: unknown): void => ended(id, { error }),
    handleRetrieverStart(...args: readonly unknown[]): void {
      guard("langchain.retrieval", () => startRetrieval(host, args));
    },
    handleRetrieverEnd: (_documents: unknown, id: unknown): void => ended(id, {}),
    handleRetrieverError: (error: unknown, id: unknown): void => ended(id, { error }),
  };
}

function startChain(
  host: TracingHost,
  [serialized, , id, parent, tags, metadata, runType, runName]: readonly unknown[],
): void {
  const parentId = textOf(parent);
  const isRoot = parentId === undefined || !runs.has(parentId);
  const start = { serialized, tags, metadata, runType, runName, isRoot };
  const facts = isSilent(host) ? undefined : chainFacts(start, takeAgent);
  runs.start(host, String(id), parentId, facts);
}

function startTool(host: TracingHost, [, input, id, parent, , , runName, toolCallId]: readonly unknown[]): void {
  const facts = {
    kind: "tool",
    toolType: "function",
    name: textOf(runName),
    toolCallId: textOf(toolCallId),
    input: typeof input === "string" ? jsonOr(input) : input,
  } as const;
  runs.start(host, String(id), textOf(parent), isSilent(host) ? undefined : facts);
}

function startRetrieval(host: TracingHost, [serialized, , id, parent, , , runName]: readonly unknown[]): void {
  const facts = isSilent(host) ? undefined : retrievalFacts(serialized, runName);
  runs.start(host, String(id), textOf(parent), facts);
}

function isSilent(host: TracingHost): boolean {
  return !host.isEnabled() || isTracingSuppressed();
}

function endTool(output: unknown, id: string): void {
  const { tool_call_id: callId, content } = fieldsOf<ToolMessageFields>(output);
  const toolCallId = textOf(callId);
  if (toolCallId !== undefined) runs.span(id)?.setAttributes({ [GEN_AI.TOOL_CALL_ID]: toolCallId });
  runs.end(id, { result: toolCallId === undefined ? output : content });
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The wrapper around `CallbackManager._configureSync`, which every run asks for its handlers: ours is one of them. */
export function withHandler(host: TracingHost, original: AnyMethod): AnyMethod {
  const handler = createHandler(host);
  return function (this: unknown, ...args: unknown[]): unknown {
    if (!host.isEnabled()) return original.apply(this, args);
    // Only a manager that exists from the start is given the run's tags and metadata.
    const [inherited = [handler], ...rest] = args;
    const manager = original.call(this, inherited, ...rest);
    guard("langchain.configure", () => addHandler(manager, handler));
    return manager;
  };
}

function addHandler(manager: unknown, handler: object): void {
  const { handlers } = fieldsOf<ManagerFields>(manager);
  if (!Array.isArray(handlers) || handlers.some((known: unknown) => fieldsOf<{ name: unknown }>(known).name === NAME))
    return;
  const add: unknown = Reflect.get(Object(manager), "addHandler");
  if (typeof add === "function") add.call(manager, handler, true);
}

/** The wrapper around `runWithConfig`, in which all code of users runs: OpenTelemetry's context follows LangChain's. */
export function withRunContext(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (!host.isEnabled()) return original.apply(this, args);
    const { callbacks } = fieldsOf<ConfigFields>(args[0]);
    const id = textOf(fieldsOf<ManagerFields>(callbacks)._parentRunId);
    return runs.within(id, () => original.apply(this, args));
  };
}

/** Runs a function inside a run, by its id. */
export function withinRun<T>(id: unknown, inside: () => T): T {
  return runs.within(textOf(id), inside);
}

/** Ends runs that LangChain will not tell of again. */
export function giveUpRuns(ids: readonly string[]): void {
  guard("langchain.left", () => {
    for (const id of ids) runs.abandon(id);
  });
}
