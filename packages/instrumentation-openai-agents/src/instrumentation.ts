// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation } from "@outlay/core";
import type { InstrumentationConfig } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import { NAME, VERSION } from "./version.ts";

/** Traces the OpenAI Agents SDK as it is loaded, in all copies of `@openai/agents-core`. Never throws into the caller. */
export class OpenAIAgentsInstrumentation extends SdkInstrumentation {
  constructor(config: InstrumentationConfig = {}) {
    super({ name: NAME, version: VERSION, targets: TARGETS }, config);
  }
}
