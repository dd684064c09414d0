// SPDX-License-Identifier: Apache-2.0
import { AnthropicInstrumentation, disableNativeTracing } from "@outlay/instrumentation-anthropic";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `@anthropic-ai/sdk` package, which is kept from tracing itself. */
export const create: InstrumentationFactory = (common) => {
  if (common.enabled !== false) disableNativeTracing(process.env);
  return new AnthropicInstrumentation(common);
};
