// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, instrumentExplicitly } from "@outlay/core";

import { SOCKETS, TARGETS } from "./targets.ts";
import type { OpenAIInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: [...TARGETS, ...SOCKETS] };

/** Traces the `openai` SDK as it is loaded, by `require` and by `import`. Never throws into the caller. */
export class OpenAIInstrumentation extends SdkInstrumentation<OpenAIInstrumentationConfig> {
  constructor(config: OpenAIInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the `openai` SDK where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `OpenAI`, `AzureOpenAI`, or a client of either.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentOpenAI(classOrClient: object, config: OpenAIInstrumentationConfig = {}): SdkInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrClient, config);
}
