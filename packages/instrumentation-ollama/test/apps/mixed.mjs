// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);

for (const name of ["ollama-0-5-oldest", "ollama-0-5", "ollama"]) {
  await ask(await import(name));
  await ask(require(name));
}
