// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, instrumentExplicitly } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import type { OllamaInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces `ollama` as it is loaded, by `require` and by `import`. Never throws into the caller. */
export class OllamaInstrumentation extends SdkInstrumentation {
  constructor(config: OllamaInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the Ollama SDK where no hook sees it load: in a bundle, on a runtime without hooks, or by its entry
 * for browsers.
 *
 * @param classOrClient - `Ollama`, or a client, such as the one that the SDK exports by default.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentOllama(classOrClient: object, config: OllamaInstrumentationConfig = {}): SdkInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrClient, config);
}
