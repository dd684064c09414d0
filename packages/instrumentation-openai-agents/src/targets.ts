// SPDX-License-Identifier: Apache-2.0
import type { FunctionTarget, WrappedTarget } from "@outlay/core";

import { withAgent, withAgentAndTools, withStep } from "./runs/traced-agent.ts";
import { withRun, withWorkflow } from "./runs/traced-run.ts";
import { withToolCall, withToolError } from "./tools/traced-tool.ts";

const PACKAGE = { packageName: "@openai/agents-core", versions: ">=0.2.0 <1" } as const;
const CLASS = { ...PACKAGE, clientPath: [] } as const;
const AGENT = { ...CLASS, file: "dist/agent", className: "Agent", classPath: ["Agent"] } as const;
const SPANS = { ...CLASS, file: "dist/tracing/spans", method: "setError", wrap: withToolError } as const;

/** Which function runs tools, and since when; in earlier versions nothing does but the tool itself. */
const TOOLS_SINCE = "0.4.10";

/** Where runs begin, where agents take their turns, where tools are run and where they fail. */
export const TARGETS: readonly (FunctionTarget | WrappedTarget)[] = [
  { ...CLASS, file: "dist/run", className: "Runner", classPath: ["Runner"], method: "run", wrap: withRun },
  { ...PACKAGE, file: "dist/tracing/context", functionName: "withTrace", wrap: withWorkflow },
  { ...AGENT, versions: `>=${TOOLS_SINCE} <1`, method: "getAllTools", wrap: withAgent },
  { ...AGENT, versions: `>=0.2.0 <${TOOLS_SINCE}`, method: "getAllTools", wrap: withAgentAndTools },
  { ...AGENT, method: "getSystemPrompt", wrap: withStep },
  {
    ...PACKAGE,
    versions: `>=${TOOLS_SINCE} <1`,
    file: "dist/tool",
    functionName: "invokeFunctionTool",
    wrap: withToolCall,
  },
  ...["Span", "NoopSpan"].map((className) => ({ ...SPANS, className, classPath: [className] })),
];
