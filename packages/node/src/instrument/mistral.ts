// SPDX-License-Identifier: Apache-2.0
import { MistralInstrumentation } from "@outlay/instrumentation-mistral";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `@mistralai/mistralai` package. */
export const create: InstrumentationFactory = (common) => new MistralInstrumentation(common);
