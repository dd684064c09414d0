// SPDX-License-Identifier: Apache-2.0
// Records the fixtures of all emitters, or of those named: `pnpm run record [NAME …]`.
import { fileURLToPath } from "node:url";

import { EMITTERS } from "./emitters.ts";
import { recordInProcess } from "./record-in-process.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures", import.meta.url));
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : Object.keys(EMITTERS)) {
  await recordInProcess(name, FIXTURES);
  process.stdout.write(`${name}\n`);
}
