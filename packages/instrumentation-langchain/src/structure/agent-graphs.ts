// SPDX-License-Identifier: Apache-2.0
import { context, createContextKey } from "@opentelemetry/api";
import { fieldsOf, guard } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import type { GraphFields } from "../internal-types.ts";
import { isGenerator, stepInside } from "./step-inside.ts";

const AGENT_KEY = createContextKey("@outlay/instrumentation-langchain agent graph");

/** What graphs are compiled of, which all graphs derived from one share. */
const agents = new WeakSet<object>();

/** The wrapper around `createReactAgent`: what it makes says nowhere that it is an agent. */
export function rememberAgent(_host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    const graph = original.apply(this, args);
    guard("langchain.agent", () => agents.add(sourceOf(graph)));
    return graph;
  };
}

/** The wrapper around `_streamIterator` of graphs, in which a graph's run starts, however it is invoked. */
export function withinAgent(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const steps = original.apply(this, args);
    if (!host.isEnabled() || !isGenerator(steps) || !agents.has(sourceOf(this))) return steps;
    const agent = { isTaken: false };
    return stepInside(steps, (reader) => reader.setValue(AGENT_KEY, agent));
  };
}

/** Tells whether the graph whose run starts now is an agent; graphs inside of it are not it. */
export function takeAgent(): boolean {
  const agent = context.active().getValue(AGENT_KEY) as { isTaken: boolean } | undefined;
  if (agent === undefined || agent.isTaken) return false;
  agent.isTaken = true;
  return true;
}

function sourceOf(graph: unknown): object {
  const { builder } = fieldsOf<GraphFields>(graph);
  return Object(builder ?? graph) as object;
}
