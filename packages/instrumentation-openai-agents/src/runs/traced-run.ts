// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { StructureSpan, fieldsOf, guard, isTracingSuppressed, textOf } from "@outlay/core";
import type { AnyMethod, StructureEnd, StructureFacts, TracingHost } from "@outlay/core";

import type {
  RunConfigFields,
  RunOptionsFields,
  RunStateFields,
  RunnerFields,
  StreamedRunFields,
  TraceFields,
} from "../internal-types.ts";
import { discoverModel, discoverProvider } from "../models/discover.ts";
import { AgentRun, contextOfWorkflow, isInWorkflow, settledContext } from "./agent-run.ts";
import { agentFacts } from "./agent-facts.ts";

/** What a workflow is called that nobody has named. */
const UNNAMED = "Agent workflow";

/** The wrapper around `Runner.run`: a run, and a workflow unless it is a part of one. */
export function withRun(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (!host.isEnabled() || isTracingSuppressed()) return original.apply(this, args);
    const run = guard("agents.run", () => startRun(host, this, args));
    if (run === undefined) return original.apply(this, args);
    return follow(
      (end) => run.end(end),
      () => context.with(run.context, () => original.apply(this, args)),
    );
  };
}

/** The wrapper around `withTrace`, by which the program says that several runs are one workflow; runs call it too. */
export function withWorkflow(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (!host.isEnabled() || isTracingSuppressed() || isInWorkflow(context.active())) return original.apply(this, args);
    const name = textOf(args[0]) ?? textOf(fieldsOf<TraceFields>(args[0]).name);
    const workflow = guard("agents.workflow", () => new StructureSpan(host, workflowFacts(name, undefined)));
    if (workflow === undefined) return original.apply(this, args);
    return follow(
      (end) => workflow.end(end),
      () => context.with(contextOfWorkflow(workflow), () => original.apply(this, args)),
    );
  };
}

function startRun(host: TracingHost, runner: object, [agent, input, options]: readonly unknown[]): AgentRun {
  const config = fieldsOf<RunConfigFields>(fieldsOf<RunnerFields>(runner).config);
  discoverModel(host, config.model);
  discoverProvider(host, config.modelProvider);
  const conversationId = textOf(fieldsOf<RunOptionsFields>(options).conversationId);
  const parent = settledContext();
  const workflow = isInWorkflow(parent)
    ? undefined
    : new StructureSpan(host, workflowFacts(textOf(config.workflowName), conversationId));
  const run = new AgentRun(host, workflow?.context ?? parent, workflow);
  const resumed = fieldsOf<RunStateFields>(input)._currentAgent;
  run.takeTurn({ ...agentFacts(resumed ?? agent), conversationId });
  return run;
}

function workflowFacts(name: string | undefined, conversationId: string | undefined): StructureFacts {
  return { kind: "workflow", name: name === UNNAMED ? undefined : name, conversationId };
}

/** Ends with what comes of the function: a run that streams is over when it says so, long after it was handed out. */
function follow(end: (end: StructureEnd) => void, run: () => unknown): unknown {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    end({ error });
    throw error;
  }
  if (!(result instanceof Promise)) {
    end({});
    return result;
  }
  return result.then(
    (value: unknown) => {
      const { completed } = fieldsOf<StreamedRunFields>(value);
      if (!(completed instanceof Promise)) end({});
      else
        completed.then(
          () => end({}),
          (error: unknown) => end({ error }),
        );
      return value;
    },
    (error: unknown) => {
      end({ error });
      throw error;
    },
  );
}
