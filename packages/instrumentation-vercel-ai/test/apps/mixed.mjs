// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);
for (const major of ["-5", "-6"]) {
  await ask(require(`ai${major}`), require(`@ai-sdk/openai${major}`));
  await ask(await import(`ai${major}`), await import(`@ai-sdk/openai${major}`));
}
await ask(await import("ai"), await import("@ai-sdk/openai"));
