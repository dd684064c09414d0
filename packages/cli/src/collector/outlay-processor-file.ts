// SPDX-License-Identifier: Apache-2.0
import { yamlText } from "./collector-file.ts";
import type { CollectorFile } from "./collector-file.ts";

/** Puts our own processor before the stock statements, which leave alone what has a cost. */
export function outlayProcessorFile(): CollectorFile {
  const value = {
    processors: { outlay: {} },
    service: { pipelines: { "traces/in": { processors: ["memory_limiter", "outlay", "transform/outlay"] } } },
  };
  const head =
    "For Collectors that are built with the processor outlay (processor/outlay/manifest.yaml): it knows every band, tier, region, date and unit, and sees to it that a call that was traced twice is billed once. What the stock statements cannot say, and mark as partial, it can.";
  return {
    path: "overlays/outlay-processor.yaml",
    text: yamlText(head, [{ comment: "The stock statements come after it: they see that a cost is there.", value }]),
  };
}
