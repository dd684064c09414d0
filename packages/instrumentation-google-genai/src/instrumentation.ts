// SPDX-License-Identifier: Apache-2.0
import { SdkInstrumentation, guard, instrumentExplicitly } from "@outlay/core";

import { CLIENT_TARGETS, TARGETS } from "./targets.ts";
import type { GoogleGenAIInstrumentationConfig } from "./types.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces `@google/genai` as it is loaded, by `require` and by `import`. Never throws into the caller. */
export class GoogleGenAIInstrumentation extends SdkInstrumentation {
  constructor(config: GoogleGenAIInstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces one copy of the Google Gen AI SDK where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - `GoogleGenAI`, or a client. The class does not lead to those of its resources: a client of it
 *   is made and dropped, which sends nothing.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentGoogleGenAI(
  classOrClient: object,
  config: GoogleGenAIInstrumentationConfig = {},
): SdkInstrumentation {
  const client = guard("google-genai.explicit", () => clientOf(classOrClient));
  // What sends interactions hangs on nothing: only a hook sees it.
  return instrumentExplicitly({ ...DEFINITION, targets: CLIENT_TARGETS }, client ?? classOrClient, config);
}

/** With a key, and for Gemini's API: the constructor is silent then. */
function clientOf(classOrClient: object): object {
  return typeof classOrClient === "function"
    ? (Reflect.construct(classOrClient, [{ apiKey: "none", vertexai: false }]) as object)
    : classOrClient;
}
