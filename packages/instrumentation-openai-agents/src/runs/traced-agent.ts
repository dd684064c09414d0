// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, guard } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import type { AgentFields } from "../internal-types.ts";
import { discoverModel } from "../models/discover.ts";
import { traceTools } from "../tools/traced-tool.ts";
import { agentFacts } from "./agent-facts.ts";
import { runOfLoop } from "./agent-run.ts";

/** The wrapper around `Agent.getAllTools`, which a run asks of the agent whose turn it is. */
export function withAgent(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (host.isEnabled()) guard("agents.agent", () => seeAgent(host, this));
    return original.apply(this, args);
  };
}

/** The same for versions in which a tool is run by nothing but its own `invoke`. */
export function withAgentAndTools(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (!host.isEnabled()) return original.apply(this, args);
    guard("agents.agent", () => seeAgent(host, this));
    const tools: unknown = original.apply(this, args);
    if (!(tools instanceof Promise)) return tools;
    return tools.then((list: unknown) => {
      guard("agents.tools", () => traceTools(host, list));
      return list;
    });
  };
}

/** The wrapper around `Agent.getSystemPrompt`, which a run asks for before it asks the model. */
export function withStep(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (host.isEnabled()) guard("agents.step", () => runOfLoop()?.startStep());
    return original.apply(this, args);
  };
}

function seeAgent(host: TracingHost, agent: object): void {
  runOfLoop()?.takeTurn(agentFacts(agent));
  discoverModel(host, fieldsOf<AgentFields>(agent).model);
}
