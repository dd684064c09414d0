// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);

for (const name of ["groq-sdk-0-oldest", "groq-sdk-0", "groq-sdk"]) {
  await ask(await import(name));
  await ask(require(name));
}
