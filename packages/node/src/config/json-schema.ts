// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { FILE_SCHEMA } from "./file-schema.ts";
import { SETTINGS } from "./setting.ts";

type Json = Readonly<Record<string, unknown>>;

/** Stands for any scalar: it is put in before the value is checked. */
const REFERENCE: Json = { $ref: "#/$defs/environmentReference" };
const REFERENCE_SCHEMA: Json = {
  description: "An environment variable, or a default if it is not set.",
  type: "string",
  pattern: String.raw`\$\{(env:)?[A-Za-z_]\w*(:-[^}]*)?\}`,
};

/** Describes `outlay.config.yaml` to editors: JSON Schema 2020-12, generated from the schema that checks it. */
export function configJsonSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(FILE_SCHEMA, {
    target: "draft-2020-12",
    io: "input",
    metadata: SETTINGS,
    override: ({ jsonSchema }) => {
      delete jsonSchema["expected"];
      delete jsonSchema["secret"];
    },
  });
  const described = allowReferences(schema);
  return { $schema, title: "outlay.config.yaml", ...described, $defs: { environmentReference: REFERENCE_SCHEMA } };
}

/** Accepts `${NAME}` wherever more than plain text is asked for. */
function allowReferences(schema: Json): Json {
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, allowInside(key, value)]));
  if (!isPickyScalar(schema)) return inside;
  const { description, default: fallback, examples, ...rules } = inside;
  const annotations = Object.entries({ description, default: fallback, examples });
  return {
    ...Object.fromEntries(annotations.filter(([, value]) => value !== undefined)),
    anyOf: [...((rules["anyOf"] as Json[] | undefined) ?? [rules]), REFERENCE],
  };
}

function allowInside(key: string, value: unknown): unknown {
  if (key === "properties")
    return Object.fromEntries(Object.entries(value as Json).map(([name, one]) => [name, allowReferences(one as Json)]));
  if (key === "items" || (key === "additionalProperties" && typeof value === "object"))
    return allowReferences(value as Json);
  // The branches of a scalar are one value: a reference stands for all of them.
  if (key === "anyOf") return (value as Json[]).map((one) => (isPickyScalar(one) ? one : allowReferences(one)));
  return value;
}

/** Tells a scalar that would refuse the text of a reference. */
function isPickyScalar(schema: Json): boolean {
  const { type, anyOf, enum: values, const: only, pattern, format } = schema;
  if (Array.isArray(anyOf)) return anyOf.some((one: Json) => isPickyScalar(one));
  if (type === undefined || type === "object" || type === "array") return false;
  return type !== "string" || [values, only, pattern, format].some((rule) => rule !== undefined);
}
