// SPDX-License-Identifier: Apache-2.0
import { context, createContextKey } from "@opentelemetry/api";
import { fieldsOf, isTracingSuppressed, textOf } from "@outlay/core";
import type { AnyMethod, StructureFacts, TracingHost } from "@outlay/core";

import { activeContext } from "./context-store.ts";

const RUN_KEY = createContextKey("@outlay/instrumentation-vercel-ai arguments");
const AGENT_KEY = createContextKey("@outlay/instrumentation-vercel-ai agent");

/** Options of `generateText` and `streamText`: ai@5–7; an agent's `id` (6, 7) reaches them too. */
interface RunFields {
  readonly id: unknown;
  readonly tools: unknown;
  readonly telemetry: unknown;
  readonly experimental_telemetry: unknown;
}

/** `telemetry` of a call: ai@7; before `experimental_telemetry`: ai@5–7. */
export interface TelemetryFields {
  readonly isEnabled: unknown;
  readonly functionId: unknown;
  readonly integrations: unknown;
}

/** What `generateText` or `streamText` was called with, and the settings of the agent that called it. */
interface RunArguments {
  readonly args: Partial<RunFields>;
  readonly settings: unknown;
}

/** The wrapper around `generateText` and `streamText`: what they were given is known to what they call. */
export function withArguments(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (!host.isEnabled() || isTracingSuppressed()) return original.apply(this, args);
    const active = activeContext();
    const run: RunArguments = { args: fieldsOf<RunFields>(args[0]), settings: active.getValue(AGENT_KEY) };
    // The agent is not that of the calls which its tools make.
    const inside = active.setValue(RUN_KEY, run).deleteValue(AGENT_KEY);
    return context.with(inside, () => original.apply(this, args));
  };
}

/** The wrapper around an agent's `generate` and `stream`: one without tools is an agent too. */
export function withAgent(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (!host.isEnabled() || isTracingSuppressed()) return original.apply(this, args);
    const { settings = {} } = fieldsOf<{ settings: unknown }>(this);
    return context.with(activeContext().setValue(AGENT_KEY, settings), () => original.apply(this, args));
  };
}

/** What is known of a call where its arguments are not, as in a bundle. */
export interface OfferedFacts {
  readonly tools?: unknown;
  readonly functionId?: unknown;
}

/**
 * What a run is called, if it is an agent's: it has tools, or an agent makes it.
 *
 * @param drawsTree - Tells whether the AI SDK's own telemetry, as the user has set it up, draws the same tree: there is
 *   nothing to add to it then.
 */
export function agentFacts(
  drawsTree: (telemetry: Partial<TelemetryFields>) => boolean,
  offered: OfferedFacts = {},
): Omit<StructureFacts, "kind"> | undefined {
  const run = context.active().getValue(RUN_KEY) as RunArguments | undefined;
  const { args = {}, settings } = run ?? {};
  const telemetry = fieldsOf<TelemetryFields>(args.telemetry ?? args.experimental_telemetry);
  const hasTools = Object.keys(fieldsOf(args.tools ?? offered.tools)).length > 0;
  if ((!hasTools && settings === undefined) || drawsTree(telemetry)) return undefined;
  const id = textOf(args.id) ?? textOf(fieldsOf<RunFields>(settings).id);
  return { name: id ?? textOf(telemetry.functionId) ?? textOf(offered.functionId) };
}
