// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, instrumentExplicitly } from "@outlay/core";
import type { InstrumentationConfig } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces the `groq-sdk` package as it is loaded, by `require` and by `import`. Never throws into the caller. */
export class GroqInstrumentation extends SdkInstrumentation {
  constructor(config: InstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the `groq-sdk` package where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `Groq`, or a client of it.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentGroq(classOrClient: object, config: InstrumentationConfig = {}): SdkInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrClient, config);
}
