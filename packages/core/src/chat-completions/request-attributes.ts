// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { GEN_AI } from "@outlay/semconv";

import { fieldsOf, listOf, numberOf, textOf } from "../read-fields.ts";
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

/** The attributes that the rows find in a request body; what is absent or of another type is left out. */
export function attributesFromRows<Fields>(
  body: Partial<Fields>,
  rows: readonly AttributeRow<Fields>[],
  attributes: Attributes = {},
): Attributes {
  for (const [attribute, field, read] of rows) {
    const value = body[field];
    if (value === undefined || value === null) continue;
    const found = read(value);
    if (found !== undefined) attributes[attribute] = found;
  }
  return attributes;
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

/** A count of choices where more than the usual one is asked for. */
export function unlessOne(count: unknown): number | undefined {
  return count === 1 ? undefined : numberOf(count);
}
