// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, instrumentExplicitly } from "@outlay/core";
import type { InstrumentationConfig } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/**
 * Traces `@aws-sdk/client-bedrock-runtime` as it is loaded, by `require` and by `import`. Other clients of AWS stay
 * untouched. Never throws into the caller.
 */
export class BedrockInstrumentation extends SdkInstrumentation {
  constructor(config: InstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the client where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `BedrockRuntimeClient`, `BedrockRuntime`, or a client of either.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentBedrock(classOrClient: object, config: InstrumentationConfig = {}): SdkInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrClient, config);
}
