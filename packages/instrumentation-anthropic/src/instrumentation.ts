// SPDX-License-Identifier: Apache-2.0
import { ProviderInstrumentation, instrumentExplicitly } from "@outlay/core";
import type { InstrumentationDefinition } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import type { AnthropicInstrumentationConfig } from "./types.ts";
import { PACKAGE_NAME, PACKAGE_VERSION } from "./version.ts";

const DEFINITION: InstrumentationDefinition = { name: PACKAGE_NAME, version: PACKAGE_VERSION, targets: TARGETS };

/** Traces `@anthropic-ai/sdk` and the platform SDKs built on it. Never throws into the caller. */
export class AnthropicInstrumentation extends ProviderInstrumentation {
  constructor(config: AnthropicInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces an Anthropic SDK that no hook sees loading: inside a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `Anthropic`, or a client of it or of a platform SDK (`AnthropicBedrock`, …).
 * @returns The instrumentation, which knows how to stop.
 */
export function instrumentAnthropic(
  classOrClient: object,
  config: AnthropicInstrumentationConfig = {},
): ProviderInstrumentation {
  return instrumentExplicitly(DEFINITION, classOrClient, config);
}
