// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);

for (const name of ["mistral-1-10", "mistral-1", "@mistralai/mistralai"]) {
  await ask(await import(name));
  await ask(require(name));
}
