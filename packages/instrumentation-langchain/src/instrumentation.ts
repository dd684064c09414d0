// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { SdkInstrumentation, guard } from "@outlay/core";
import type { InstrumentationConfig, InstrumentationDefinition } from "@outlay/core";

import { CLASS_TARGETS, TARGETS } from "./targets.ts";
import { NAME, VERSION } from "./version.ts";

const DEFINITION: InstrumentationDefinition = { name: NAME, version: VERSION, targets: TARGETS };

/** Traces LangChain and LangGraph as they are loaded, in all copies of `@langchain/core`. Never throws into the caller. */
export class LangChainInstrumentation extends SdkInstrumentation {
  constructor(config: InstrumentationConfig = {}) {
    super(DEFINITION, config);
  }
}

/**
 * Traces LangChain where no hook sees it load: in a bundle, or on a runtime without hooks.
 *
 * @param modules - The namespaces of `@langchain/core/callbacks/manager`, `/singletons`, `/language_models/chat_models`
 *   and `/retrievers`. What belongs to a module that is not among them is not traced. LangGraph has none to be named.
 * @returns What to disable, or to give other options, later.
 */
export function instrumentLangChain(
  modules: readonly object[],
  config: InstrumentationConfig = {},
): SdkInstrumentation {
  const instrumentation = new SdkInstrumentation({ ...DEFINITION, targets: [] }, config);
  let found = 0;
  for (const target of CLASS_TARGETS) {
    for (const module of modules) {
      const owner = guard("langchain.explicit", (): unknown => Reflect.get(module, target.className));
      if (owner === undefined) continue;
      found += 1;
      instrumentation.patchClass(owner, target);
    }
  }
  if (found === 0) diag.warn(`outlay: ${NAME} got no module of @langchain/core; nothing is traced`);
  return instrumentation;
}
