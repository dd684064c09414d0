// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, guard, instrumentExplicitly } from "@outlay/core";

import { TARGETS } from "./targets.ts";
import type { MistralInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces `@mistralai/mistralai` as it is loaded, by `require` and by `import`. Never throws into the caller. */
export class MistralInstrumentation extends SdkInstrumentation {
  constructor(config: MistralInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the Mistral SDK where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `Mistral`, or a client. The class does not lead to those of its resources: a client of it is
 *   made and dropped, which sends nothing.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentMistral(
  classOrClient: object,
  config: MistralInstrumentationConfig = {},
): SdkInstrumentation {
  const client = guard("mistral.explicit", () => clientOf(classOrClient));
  return instrumentExplicitly(DEFINITION, client ?? classOrClient, config);
}

function clientOf(classOrClient: object): object {
  return typeof classOrClient === "function"
    ? (Reflect.construct(classOrClient, [{ apiKey: "" }]) as object)
    : classOrClient;
}
