// SPDX-License-Identifier: Apache-2.0
// Writes what editors and people are told of the configuration: packages/node/schema.json, and the tables in its README.
// Tests fail when they are stale.
// Run with `node --conditions=@outlay/source`, so that packages are read from their sources.
import { readFileSync, writeFileSync } from "node:fs";

import { configJsonSchema } from "../packages/node/src/config/json-schema.ts";
import { configSections } from "./readme/config-tables.ts";
import { fillSections } from "./readme/sections.ts";

const schema = new URL("../packages/node/schema.json", import.meta.url);
const readme = new URL("../packages/node/README.md", import.meta.url);
writeFileSync(schema, `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
writeFileSync(readme, fillSections(readFileSync(readme, "utf8"), configSections()));
