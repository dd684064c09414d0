// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";

import { guard } from "./guard.ts";
import { SdkInstrumentation } from "./instrumentation.ts";
import type { InstrumentationConfig, InstrumentationDefinition } from "./instrumentation.ts";

/**
 * Traces an SDK that no hook sees loading: inside a bundle, or on a runtime without hooks.
 *
 * @param classOrClient - The SDK's main class, or a client. Of a client the classes of its resources are patched, so
 *   clients derived from it, and others of the same copy of the SDK, are traced too.
 * @returns The instrumentation, which knows how to stop; several calls for one SDK do no harm.
 */
export function instrumentExplicitly(
  definition: InstrumentationDefinition,
  classOrClient: object,
  config: InstrumentationConfig,
): SdkInstrumentation {
  const instrumentation = new SdkInstrumentation({ ...definition, targets: [] }, config);
  // What `require` returns constructs clients too, and is not the class.
  const root = guard("instrumentation.explicit", () => valueAt(classOrClient, ["default"])) ?? classOrClient;
  const isClass = typeof root === "function";
  let found = 0;
  for (const target of definition.targets) {
    // Nobody outside a module can replace what it exports.
    if ("functionName" in target) continue;
    const path = isClass ? target.classPath : target.clientPath;
    const owner = guard("instrumentation.explicit", () => valueAt(root, path));
    if (owner === undefined) continue;
    found += 1;
    instrumentation.patchClass(isClass ? owner : owner.constructor, target);
  }
  if (found === 0)
    diag.warn(`outlay: ${definition.name} got neither a class nor a client of its SDK; nothing is traced`);
  return instrumentation;
}

function valueAt(root: object, path: readonly string[]): object | undefined {
  let value: unknown = root;
  for (const name of path) {
    if (typeof value !== "function" && (typeof value !== "object" || value === null)) return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === "function" || (typeof value === "object" && value !== null) ? value : undefined;
}
