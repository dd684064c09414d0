// SPDX-License-Identifier: Apache-2.0
import { CohereInstrumentation } from "@outlay/instrumentation-cohere";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `cohere-ai` package. */
export const create: InstrumentationFactory = (common) => new CohereInstrumentation(common);
