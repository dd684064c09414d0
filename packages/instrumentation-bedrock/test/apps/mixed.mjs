// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);

for (const name of ["bedrock-runtime-3-422", "bedrock-runtime-3-587", "bedrock-runtime-3-828"]) {
  await ask(await import(name), name);
  await ask(require(name), name);
}
