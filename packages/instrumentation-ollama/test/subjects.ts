// SPDX-License-Identifier: Apache-2.0
import { subjectsByName } from "@outlay-test/conformance";
import type { Subject } from "@outlay-test/conformance";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Format } from "./load-sdk.ts";
import { chatSurface } from "./surfaces/chat.ts";
import { embedSurface, generateSurface } from "./surfaces/others.ts";

/** One build of each version. */
export function subjectsOf(format: Format): Subject[] {
  return subjectsByName({
    names: VERSIONS,
    format,
    load: loadSdk,
    surfaces: (sdk) => [chatSurface(sdk), generateSurface(sdk), embedSurface(sdk)],
  });
}
