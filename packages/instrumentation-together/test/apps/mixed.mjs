// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);

for (const name of ["together-ai-oldest", "together-ai-0.30", "together-ai"]) {
  await ask(await import(name));
  await ask(require(name));
}
