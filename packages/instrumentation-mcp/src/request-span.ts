// SPDX-License-Identifier: Apache-2.0
import type { Attributes, Histogram, Meter } from "@opentelemetry/api";
import { describeError, fieldsOf } from "@outlay/core";
import type { StructureFacts, StructureSpan, TracingHost } from "@outlay/core";
import { GEN_AI, MCP, METRICS, SERVER } from "@outlay/semconv";

import type { ResultFields } from "./internal-types.ts";

/** Whose view of a request it is. */
export type Side = "client" | "server";

/** `error.type` of a tool that answered with an error, as the conventions say. */
const TOOL_ERROR = "tool_error";
const METRIC_OF_SIDE = {
  client: METRICS.MCP_CLIENT_OPERATION_DURATION,
  server: METRICS.MCP_SERVER_OPERATION_DURATION,
} as const;
const TOLD_BY_METRICS = [MCP.METHOD_NAME, MCP.NETWORK_TRANSPORT, GEN_AI.PROMPT_NAME];

const histograms = new WeakMap<Meter, Map<Side, Histogram>>();

/** One request under way: its span, and how long it takes. */
export class RequestSpan {
  readonly #host: TracingHost;
  readonly #side: Side;
  readonly #facts: StructureFacts;
  readonly #span: StructureSpan;
  readonly #startedAt: number = performance.now();
  /** The span is somebody else's, who ends it. */
  readonly #isBorrowed: boolean;

  constructor(host: TracingHost, side: Side, facts: StructureFacts, span: StructureSpan, isBorrowed = false) {
    this.#host = host;
    this.#side = side;
    this.#facts = facts;
    this.#span = span;
    this.#isBorrowed = isBorrowed;
  }

  answered(result: unknown): void {
    const isError = fieldsOf<ResultFields>(result).isError === true;
    this.#end(isError ? TOOL_ERROR : undefined, { result, ...(isError && { errorType: TOOL_ERROR }) });
  }

  failed(error: unknown): void {
    const code: unknown = Reflect.get(Object(error), "code");
    if (typeof code === "number") this.#span.setAttributes({ [MCP.RPC_STATUS_CODE]: String(code) });
    this.#end(describeError(error).type, { error });
  }

  #end(errorType: string | undefined, end: Parameters<StructureSpan["end"]>[0]): void {
    if (!this.#isBorrowed) this.#span.end(end);
    const attributes: Attributes = {};
    for (const name of TOLD_BY_METRICS) attributes[name] = this.#facts.attributes?.[name];
    if (this.#facts.kind === "tool") {
      attributes[GEN_AI.OPERATION_NAME] = "execute_tool";
      attributes[GEN_AI.TOOL_NAME] = this.#facts.name;
    }
    if (errorType !== undefined) attributes[SERVER.ERROR_TYPE] = errorType;
    histogram(this.#host.meter, this.#side).record((performance.now() - this.#startedAt) / 1000, attributes);
  }
}

function histogram(meter: Meter, side: Side): Histogram {
  const ofMeter = histograms.get(meter) ?? new Map<Side, Histogram>();
  histograms.set(meter, ofMeter);
  const known = ofMeter.get(side);
  if (known !== undefined) return known;
  const { name, unit, description, buckets } = METRIC_OF_SIDE[side];
  const made = meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: [...buckets] } });
  ofMeter.set(side, made);
  return made;
}
