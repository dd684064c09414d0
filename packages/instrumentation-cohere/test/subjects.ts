// SPDX-License-Identifier: Apache-2.0
import { subjectsByName } from "@outlay-test/conformance";
import type { Subject } from "@outlay-test/conformance";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Format } from "./load-sdk.ts";
import { chatSurface } from "./surfaces/chat.ts";
import { chatV1Surface, generateSurface } from "./surfaces/generations.ts";
import { embedSurface, rerankSurface } from "./surfaces/lists.ts";

/** Each version, loaded in one format. */
export function subjectsOf(format: Format): Subject[] {
  return subjectsByName({
    names: VERSIONS,
    format,
    load: loadSdk,
    surfaces: (sdk, name) => [
      chatSurface(sdk, name),
      chatV1Surface(sdk, name),
      generateSurface(sdk),
      embedSurface(sdk),
      rerankSurface(sdk),
    ],
  });
}
