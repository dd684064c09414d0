// SPDX-License-Identifier: Apache-2.0
// Every version in every format that it can be loaded in, in one process.
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);

for (const name of ["genai-1-0", "genai-1", "genai-2-0", "genai-2", "genai-3-1", "@google/genai"]) {
  await ask(await import(name));
  if (name !== "genai-1-0") await ask(require(name));
}
