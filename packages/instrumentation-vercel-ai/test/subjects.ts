// SPDX-License-Identifier: Apache-2.0
import type { Subject } from "@outlay-test/conformance";

import { BUILDS, loadSdk } from "./load-sdk.ts";
import type { Format, Sdk } from "./load-sdk.ts";
import { anthropicSurface } from "./surfaces/anthropic.ts";
import { chatSurface, responsesSurface } from "./surfaces/openai.ts";

/** The models of each major in one format, called as `ai` calls them. */
export function subjectsOf(format: Format): Subject[] {
  return BUILDS.filter((build) => build.format === format).map((build) => {
    const { major } = build;
    let loaded: Sdk | undefined;
    const sdk = (): Sdk => {
      if (loaded === undefined) throw new Error(`the providers of ai ${major} have not been loaded`);
      return loaded;
    };
    return {
      name: `providers of ai ${major}, ${format}`,
      load: async () => {
        loaded = await loadSdk(build);
      },
      surfaces: [chatSurface(major, sdk), responsesSurface(major, sdk), anthropicSurface(major, sdk)],
    };
  });
}
