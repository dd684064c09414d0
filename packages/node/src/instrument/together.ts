// SPDX-License-Identifier: Apache-2.0
import { TogetherInstrumentation } from "@outlay/instrumentation-together";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `together-ai` package. */
export const create: InstrumentationFactory = (common) => new TogetherInstrumentation(common);
