// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

/** What people are told about a setting: in their editor (JSON Schema) and in messages. */
export interface Setting {
  readonly description: string;
  /** What may be written, as it follows the word "expected". */
  readonly expected: string;
  /** What holds when the key is left out. */
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** Whether the value, and everything below it, may only be shown by its length. */
  readonly secret?: boolean;
}

/** Any schema of a setting. */
export type SettingSchema = z.ZodMiniType;

/** What every setting says about itself. */
export const SETTINGS: z.core.$ZodRegistry<Setting> = z.registry<Setting>();

/** Attaches what people are told to a schema. */
export function setting<Schema extends SettingSchema>(schema: Schema, about: Setting): Schema {
  SETTINGS.add(schema, about);
  return schema;
}

/** A key that may be left out. */
export function optional<Schema extends SettingSchema>(schema: Schema, about: Setting): z.ZodMiniOptional<Schema> {
  return z.optional(setting(schema, about));
}

/** What the schema says about a place in a file. */
export interface SchemaPlace {
  readonly about: Setting | undefined;
  /** Whether the value may be shown. */
  readonly secret: boolean;
  /** Path of the innermost list item or table entry around the value, itself included. */
  readonly entry: number | undefined;
  /** What the last key may be, in a table of free names. */
  readonly nameAbout: Setting | undefined;
  /** Keys that may stand here, for an object. */
  readonly keys: readonly string[];
}

/** Follows a path through a schema. */
export function schemaAt(root: SettingSchema, path: readonly PropertyKey[]): SchemaPlace {
  let schemas: readonly SettingSchema[] = unwrap(root);
  let secret = false;
  let entry: number | undefined;
  let nameAbout: Setting | undefined;
  for (const [index, key] of path.entries()) {
    if (schemas.some((schema) => ["array", "record"].includes(typeOf(schema)))) entry = index + 1;
    nameAbout = schemas.map((schema) => aboutName(schema)).find((found) => found !== undefined);
    schemas = schemas.flatMap((schema) => childSchemas(schema, key));
    secret ||= schemas.some((schema) => SETTINGS.get(schema)?.secret);
  }
  const about = schemas.map((schema) => SETTINGS.get(schema)).find((found) => found !== undefined);
  return { about, secret, entry, nameAbout, keys: schemas.flatMap((schema) => Object.keys(shapeOf(schema))) };
}

function childSchemas(schema: SettingSchema, key: PropertyKey): readonly SettingSchema[] {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod;
  if (def.type === "array") return unwrap(def.element as SettingSchema);
  if (def.type === "record") return unwrap(def.valueType as SettingSchema);
  const child = shapeOf(schema)[String(key)];
  return child === undefined ? [] : unwrap(child);
}

function aboutName(schema: SettingSchema): Setting | undefined {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod;
  return def.type === "record" ? SETTINGS.get(def.keyType as SettingSchema) : undefined;
}

function shapeOf(schema: SettingSchema): Readonly<Record<string, SettingSchema>> {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod;
  return def.type === "object" ? (def.shape as Record<string, SettingSchema>) : {};
}

function typeOf(schema: SettingSchema): string {
  return schema._zod.def.type;
}

/** The schema itself, and what is inside of what makes it optional or one of several. */
function unwrap(schema: SettingSchema): readonly SettingSchema[] {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod;
  if (def.type === "optional" || def.type === "default") return [schema, ...unwrap(def.innerType as SettingSchema)];
  if (def.type === "union") return [schema, ...def.options.flatMap((option) => unwrap(option as SettingSchema))];
  return [schema];
}
