// SPDX-License-Identifier: Apache-2.0
// Writes packages/node/schema.json: what editors know about outlay.config.yaml. A test fails when it is stale.
// Run with `node --conditions=@outlay/source`, so that packages are read from their sources.
import { writeFileSync } from "node:fs";

import { configJsonSchema } from "../packages/node/src/config/json-schema.ts";

const file = new URL("../packages/node/schema.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
