// SPDX-License-Identifier: Apache-2.0
import type { Subject } from "@outlay-test/conformance";

import { VERSIONS, isSince, loadSdk } from "./load-sdk.ts";
import type { Format, Sdk } from "./load-sdk.ts";
import { converseSurface } from "./surfaces/converse.ts";
import type { Build } from "./surfaces/converse.ts";
import { invokeSurface } from "./surfaces/invoke.ts";
import { variantsOf } from "./surfaces/variants.ts";

/** One build of each version; Node loads the same files either way, so of those in between CommonJS will do. */
export function subjectsOf(format: Format): Subject[] {
  const versions = VERSIONS.filter(({ number }) => format === "CommonJS" || isSince(number, "3.1000"));
  return versions.map(({ name, number }) => {
    let loaded: Sdk | undefined;
    const build: Build = {
      name,
      sdk: () => {
        if (loaded === undefined) throw new Error(`${name} has not been loaded`);
        return loaded;
      },
    };
    return {
      name: `client-bedrock-runtime@${number}, ${format}`,
      load: async () => {
        loaded = await loadSdk(format, name);
      },
      surfaces: [
        ...(isSince(number, "3.587") ? [converseSurface(build, variantsOf(build))] : []),
        invokeSurface(build),
      ],
    };
  });
}
