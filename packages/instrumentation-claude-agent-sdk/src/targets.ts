// SPDX-License-Identifier: Apache-2.0
import type { FunctionTarget } from "@outlay/core";

import { tracedQuery } from "./traced-query.ts";

/** Every conversation with an agent begins with `query`. */
export const TARGETS: readonly FunctionTarget[] = [
  {
    packageName: "@anthropic-ai/claude-agent-sdk",
    versions: ">=0.2.141 <0.4",
    file: "sdk",
    functionName: "query",
    wrap: tracedQuery,
  },
];
