// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { OptionsFields } from "./internal-types.ts";
import { tierUnlessAuto } from "./service-tier.ts";

/** A request attribute, the field it is read from, and how. */
export type AttributeRow<Fields> = readonly [
  attribute: string,
  field: keyof Fields,
  read: (value: unknown) => string | number | string[] | undefined,
];

/** Sampling parameters that all of OpenAI's generating APIs share. */
export const SAMPLING_ROWS: readonly AttributeRow<{ temperature: unknown; top_p: unknown; service_tier: unknown }>[] = [
  [GEN_AI.REQUEST_TEMPERATURE, "temperature", numberOf],
  [GEN_AI.REQUEST_TOP_P, "top_p", numberOf],
  [GEN_AI.OPENAI_REQUEST_SERVICE_TIER, "service_tier", tierUnlessAuto],
];

/** Puts onto `attributes` what the rows find in a request body; what is absent or of another type is left out. */
export function putRequestAttributes<Fields>(
  attributes: Attributes,
  body: Partial<Fields>,
  rows: readonly AttributeRow<Fields>[],
): void {
  for (const [attribute, field, read] of rows) {
    const value = body[field];
    if (value === undefined || value === null) continue;
    const found = read(value);
    if (found !== undefined) attributes[attribute] = found;
  }
}

/** `gen_ai.output.type` of a requested format: `json`, `text`, or unknown. */
export function outputType(format: unknown): string | undefined {
  const type = textOf(fieldsOf<{ type: unknown }>(format).type);
  return type?.startsWith("json") === true ? "json" : type;
}

/** A list of strings from one string or several. */
export function stringList(value: unknown): string[] | undefined {
  const list = typeof value === "string" ? [value] : listOf(value).filter((item) => typeof item === "string");
  return list.length === 0 ? undefined : list;
}

/** The helper that made the call, as the SDK notes it in the request options: `stream`, `runTools`, … */
export function helperOf(options: unknown): string | undefined {
  const { __metadata: metadata, headers } = fieldsOf<OptionsFields>(options);
  return (
    textOf(fieldsOf<{ helperMethod: unknown }>(metadata).helperMethod) ??
    textOf(fieldsOf<{ "X-Stainless-Helper-Method": unknown }>(headers)["X-Stainless-Helper-Method"])
  );
}
