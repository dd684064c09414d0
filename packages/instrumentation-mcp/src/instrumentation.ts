// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, instrumentExplicitly } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import type { McpInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces the Model Context Protocol SDK as it is loaded, as client and as server. Never throws into the caller. */
export class McpInstrumentation extends SdkInstrumentation<McpInstrumentationConfig> {
  constructor(config: McpInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the SDK where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrInstance - `Client` or `Server`, or an object of either; of an `McpServer` its `server`. Handlers that were
 *   set before are not traced: call it before servers are made.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentMcp(classOrInstance: object, config: McpInstrumentationConfig = {}): SdkInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrInstance, config);
}
