// SPDX-License-Identifier: Apache-2.0
import type { WrappedTarget } from "@outlay/core";

import { tracedSend } from "./send.ts";

const SEND = {
  packageName: "@aws-sdk/client-bedrock-runtime",
  versions: ">=3.422.0 <4",
  className: "BedrockRuntimeClient",
  method: "send",
  classPath: [],
  clientPath: [],
  wrap: tracedSend,
} as const;

/**
 * Methods that are patched. `send` is inherited from a class that all clients of AWS share, and is put on this one's
 * prototype; `BedrockRuntime.converse()` and its like call it.
 */
export const TARGETS: readonly WrappedTarget[] = [
  // Node takes this one by `require` and by `import` alike.
  { ...SEND, file: "dist-cjs/index" },
  // In older versions the class had a file of its own; the ESM build always has, for those who resolve `module`.
  { ...SEND, file: "dist-cjs/BedrockRuntimeClient" },
  { ...SEND, file: "dist-es/BedrockRuntimeClient" },
];
