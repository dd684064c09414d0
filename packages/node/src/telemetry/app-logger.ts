// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { watchModuleFiles, wrapMethod } from "@outlay/core";

import { API_LAYOUTS, API_VERSIONS } from "./app-provider.ts";

/**
 * Takes our diagnostic logger away just before the program sets one of its own, in whichever copy of the API it does:
 * otherwise the API has each logger warn of the other, with a stack trace.
 */
export function giveWayToAppLogger(): void {
  let isOurs = true;
  const giveWay = (): void => {
    if (isOurs) diag.disable();
    isOurs = false;
  };
  watchModuleFiles(
    API_LAYOUTS.map((layout) => ({
      packageName: "@opentelemetry/api",
      versions: API_VERSIONS,
      file: `${layout}/diag`,
      exportNames: ["DiagAPI"],
      onLoad(exports) {
        // The method belongs to the one instance: the class does not have it.
        const api = (exports["DiagAPI"] as { instance(): object }).instance();
        wrapMethod(api, "setLogger", (original) => (...args) => {
          giveWay();
          return original(...args);
        });
      },
    })),
  );
}
