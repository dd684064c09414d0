// SPDX-License-Identifier: Apache-2.0
import { ENV_TABLE } from "../../packages/node/src/config/env-table.ts";
import { envTableMarkdown } from "../../packages/node/src/config/env-table-markdown.ts";
import { configJsonSchema } from "../../packages/node/src/config/json-schema.ts";
import { pathText, snakeCase } from "../../packages/node/src/config/path.ts";
import { markdownTable } from "./sections.ts";
import type { Sections } from "./sections.ts";

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Renders the tables of the configuration: variables, and what only the file can say. */
export function configSections(): Sections {
  return { environment: envTableMarkdown(), file: fileTable() };
}

function fileTable(): string {
  const withVariable = new Set(ENV_TABLE.map(({ setting = [] }) => snakeCase(pathText(setting))));
  const rows = settings(configJsonSchema() as Schema)
    .filter(([key]) => !withVariable.has(key))
    .map(([key, { default: fallback, description = "" }]) => {
      return [`\`${key}\``, fallback === undefined ? "" : `\`${JSON.stringify(fallback)}\``, description];
    });
  return markdownTable(["Key", "Default", "Meaning"], rows);
}

/** Every setting that is not itself a group of settings. */
function settings({ properties = {} }: Schema, path = ""): (readonly [key: string, schema: Schema])[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inside = settings(schema, `${path}${name}.`);
    return inside.length === 0 ? [[path + name, schema] as const] : inside;
  });
}
