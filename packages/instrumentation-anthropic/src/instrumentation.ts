// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, instrumentExplicitly } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import type { AnthropicInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/**
 * Traces `@anthropic-ai/sdk`, and the platform SDKs built on it, as they are loaded, by `require` and by `import`.
 * Never throws into the caller.
 */
export class AnthropicInstrumentation extends SdkInstrumentation {
  constructor(config: AnthropicInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the Anthropic SDK where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `Anthropic`, or a client of it or of a platform SDK such as `AnthropicBedrock`.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentAnthropic(
  classOrClient: object,
  config: AnthropicInstrumentationConfig = {},
): SdkInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrClient, config);
}
