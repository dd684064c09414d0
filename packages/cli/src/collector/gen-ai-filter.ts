// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { allOf, anyOf, attribute, isMissing } from "./ottl.ts";

/** Attributes of which a span that has to do with GenAI has one. */
const GEN_AI_MARKS = [
  GEN_AI.OPERATION_NAME,
  OUTLAY.COST_STATUS,
  "ai.operationId",
  "openinference.span.kind",
  "gen_ai.system",
  "traceloop.span.kind",
  "langfuse.observation.type",
] as const;

/** Drops spans that have nothing to do with GenAI, for backends that take nothing else or bill by the span. */
export const GEN_AI_FILTER = {
  "filter/gen_ai": {
    error_mode: "ignore",
    trace_conditions: [allOf(GEN_AI_MARKS.map((name) => isMissing(attribute(name))))],
  },
} as const;

const status = attribute(OUTLAY.COST_STATUS);

/** Drops whatever is not a call, or is one that was seen before. */
export const CALL_FILTER = {
  "filter/calls": {
    error_mode: "ignore",
    trace_conditions: [anyOf([isMissing(status), `${status} == "duplicate"`])],
  },
} as const;
