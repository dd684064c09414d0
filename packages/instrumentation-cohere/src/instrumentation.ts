// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, guard, instrumentExplicitly } from "@outlay/core";

import { resourcesOf } from "./resources-of.ts";
import { TARGETS } from "./targets.ts";
import type { CohereInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces `cohere-ai` as it is loaded, by `require` and by `import`. Never throws into the caller. */
export class CohereInstrumentation extends SdkInstrumentation {
  constructor(config: CohereInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the Cohere SDK where no hook sees it load: in a bundle, or on a runtime without hooks. A
 * `CohereClientV2` copies the methods that it finds when it is made: those made before are not traced.
 *
 * @param classOrClient - `CohereClient`, `CohereClientV2`, or a client. Neither class leads to all methods: a client of
 *   it is made and dropped, which sends nothing.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentCohere(classOrClient: object, config: CohereInstrumentationConfig = {}): SdkInstrumentation {
  const resources = guard("cohere.explicit", () => resourcesOf(classOrClient));
  return instrumentExplicitly(DEFINITION, resources ?? {}, config);
}
