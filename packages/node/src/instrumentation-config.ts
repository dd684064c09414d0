// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

import type { OutlayConfig } from "./config/outlay-config.ts";

const PROMPT_FINGERPRINTS = { off: false, on: true, span: "span" } as const;

/** What the configuration says of every instrumentation. */
export function instrumentationConfig({ semconv, content, fingerprints }: OutlayConfig): InstrumentationConfig {
  return { semconv, content, promptFingerprints: PROMPT_FINGERPRINTS[fingerprints.prompts] };
}
