// SPDX-License-Identifier: Apache-2.0
import {
  StructureSpan,
  activeStructure,
  fieldsOf,
  guard,
  isTracingSuppressed,
  jsonOrText,
  listOf,
  textOf,
  wrapMethod,
} from "@outlay/core";
import type { AnyMethod, StructureFacts, TracingHost } from "@outlay/core";

import type {
  SpanErrorFields,
  ToolCallFields,
  ToolDetailsFields,
  ToolErrorFields,
  ToolFields,
  ToolInvocationFields,
} from "../internal-types.ts";

/** Tools under way, and what the SDK says of those that failed: it tells the model, and answers with that text. */
const failures = new WeakMap<StructureSpan, string | undefined>();

/** The wrapper around `invokeFunctionTool`, which runs the tools that the model calls. */
export function withToolCall(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    const { tool, input, details } = fieldsOf<ToolInvocationFields>(args[0]);
    return runTool(host, tool, { input, details }, () => original.apply(this, args));
  };
}

/** Wraps the functions of an agent's tools, where the SDK has none around them. */
export function traceTools(host: TracingHost, tools: unknown): void {
  for (const tool of listOf(tools)) {
    if (typeof tool !== "object" || tool === null || fieldsOf<ToolFields>(tool).type !== "function") continue;
    wrapMethod(
      tool,
      "invoke",
      (original) =>
        function (this: unknown, ...args: unknown[]): unknown {
          return runTool(host, tool, { input: args[1], details: args[2] }, () => original.apply(this, args));
        },
    );
  }
}

/** The wrapper around `setError` of the SDK's spans, the only place where a tool's error is told. */
export function withToolError(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (host.isEnabled()) guard("agents.toolError", () => noteFailure(args[0]));
    return original.apply(this, args);
  };
}

function noteFailure(error: unknown): void {
  const tool = activeStructure();
  if (tool === undefined || !failures.has(tool)) return;
  const { data } = fieldsOf<SpanErrorFields>(error);
  // `TypeError: …`, of which only the class is no content.
  const [name] = /^\w*(?:Error|Exception)\b/.exec(textOf(fieldsOf<ToolErrorFields>(data).error) ?? "") ?? [];
  failures.set(tool, name ?? "tool_error");
}

function runTool(
  host: TracingHost,
  tool: unknown,
  call: Pick<ToolInvocationFields, "input" | "details">,
  run: () => unknown,
): unknown {
  if (!host.isEnabled() || isTracingSuppressed()) return run();
  const span = guard("agents.tool", () => new StructureSpan(host, toolFacts(tool, call)));
  if (span === undefined) return run();
  failures.set(span, undefined);
  return endWithResult(span, () => span.run(run));
}

function toolFacts(tool: unknown, { input, details }: Pick<ToolInvocationFields, "input" | "details">): StructureFacts {
  const { name, description } = fieldsOf<ToolFields>(tool);
  const { callId } = fieldsOf<ToolCallFields>(fieldsOf<ToolDetailsFields>(details).toolCall);
  return {
    kind: "tool",
    toolType: "function",
    name: textOf(name),
    description: textOf(description),
    toolCallId: textOf(callId),
    input: jsonOrText(input),
  };
}

function endWithResult(span: StructureSpan, run: () => unknown): unknown {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    span.end({ error });
    throw error;
  }
  if (!(result instanceof Promise)) {
    span.end({ result, errorType: failures.get(span) });
    return result;
  }
  return result.then(
    (value: unknown) => {
      span.end({ result: value, errorType: failures.get(span) });
      return value;
    },
    (error: unknown) => {
      span.end({ error });
      throw error;
    },
  );
}
