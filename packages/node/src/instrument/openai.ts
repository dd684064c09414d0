// SPDX-License-Identifier: Apache-2.0
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `openai` package. */
export const create: InstrumentationFactory = (common, { instrumentations: { openai } }) =>
  new OpenAIInstrumentation({
    ...common,
    streamUsage: openai.streamUsage,
    streamUsageHosts: openai.streamUsageHosts,
    hosts: openai.hosts,
  });
