// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { SdkInstrumentation } from "@outlay/core";
import type { InstrumentationConfig, InstrumentationDefinition } from "@outlay/core";

import { replaceAiFunctions } from "./ai-functions.ts";
import { kindOf, traceModel } from "./models/discover.ts";
import { joinTelemetryChannel } from "./structure/telemetry-channel.ts";
import { TARGETS } from "./targets.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION: InstrumentationDefinition = {
  name: NAME,
  version: VERSION,
  targets: TARGETS,
  join(host) {
    const leave = [replaceAiFunctions(host), joinTelemetryChannel(host)];
    return () => {
      for (const leaveOne of leave) leaveOne?.();
    };
  },
};

/** Traces `ai` and its providers as they are loaded, by `require` and by `import`. Never throws into the caller. */
export class VercelAIInstrumentation extends SdkInstrumentation {
  constructor(config: InstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces models where no hook sees their provider load: in a bundle, or on a runtime without hooks. Agents and tools of
 * ai 7 are seen there too.
 *
 * @param models - One of each class: `openai("gpt-5")`, `openai.embedding("text-embedding-3-small")`. Every model of the
 *   same class is traced.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentVercelAI(models: readonly object[], config: InstrumentationConfig = {}): SdkInstrumentation {
  const instrumentation = new SdkInstrumentation({ ...DEFINITION, targets: [] }, config);
  for (const model of models) {
    const kind = kindOf(model);
    if (kind === undefined) diag.warn(`outlay: ${NAME} got something that is no model that it knows; it is not traced`);
    else traceModel(instrumentation, model, kind);
  }
  return instrumentation;
}
