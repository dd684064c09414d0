// SPDX-License-Identifier: Apache-2.0
import { registerHooks } from "node:module";

import type { describeInstrumentation, InstrumentationContract } from "./index.ts";

/**
 * Runs the suite in an application of OpenTelemetry SDK 2.x: with API 1.9 for everybody, as npm installs it there.
 *
 * @param contract - Imports what is under test, so that it is loaded after the API has been chosen.
 */
export async function describeUnderOtel2(contract: () => Promise<InstrumentationContract>): Promise<void> {
  giveOlderApi();
  const suite: { describeInstrumentation: typeof describeInstrumentation } = await import("./index.ts");
  suite.describeInstrumentation(await contract(), { otelSdk: "2.x" });
}

/** API 1.9 for everybody who imports it from now on, as npm installs it beside SDK 2.x. */
export function giveOlderApi(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "@opentelemetry/api"
        ? next("api-1.9", { ...context, parentURL: import.meta.url })
        : next(specifier, context),
  });
}

/** Version of the API that registered the providers of this process. */
export function apiVersion(): unknown {
  return Reflect.get(Reflect.get(globalThis, Symbol.for("opentelemetry.js.api.1")) as object, "version");
}
