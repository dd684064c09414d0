// SPDX-License-Identifier: Apache-2.0
import type { Subject } from "@outlay-test/conformance";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Format, Sdk } from "./load-sdk.ts";
import { chatModelSurface } from "./surfaces/chat-model.ts";

/** One build of each version; the SDK below LangChain is not traced, so that LangChain's own report is the bill. */
export function subjectsOf(format: Format): Subject[] {
  return VERSIONS.map((version) => {
    let loaded: Sdk | undefined;
    const sdk = (): Sdk => {
      if (loaded === undefined) throw new Error(`${version.name} has not been loaded`);
      return loaded;
    };
    return {
      name: `${version.name}, ${format}`,
      load: async () => {
        loaded = await loadSdk(version, format);
      },
      surfaces: [chatModelSurface(sdk)],
    };
  });
}
