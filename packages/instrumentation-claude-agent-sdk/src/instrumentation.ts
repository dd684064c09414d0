// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation } from "@outlay/core";
import type { InstrumentationConfig } from "@outlay/core";

import { tracedQuery } from "./traced-query.ts";
import { TARGETS } from "./targets.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces the Claude Agent SDK as it is loaded. Never throws into the caller. */
export class ClaudeAgentInstrumentation extends SdkInstrumentation {
  constructor(config: InstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Makes a `query` that is traced, where no hook sees the SDK load: in a bundle, or on a runtime without hooks.
 *
 * @param query - The SDK's own.
 * @returns One that does and returns the same.
 */
export function instrumentQuery<Query extends (...parameters: never[]) => object>(
  query: Query,
  config: InstrumentationConfig = {},
): Query {
  const instrumentation = new SdkInstrumentation({ ...DEFINITION, targets: [] }, config);
  return tracedQuery(instrumentation, query) as Query;
}
