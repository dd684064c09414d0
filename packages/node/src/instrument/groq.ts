// SPDX-License-Identifier: Apache-2.0
import { GroqInstrumentation } from "@outlay/instrumentation-groq";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `groq-sdk` package. */
export const create: InstrumentationFactory = (common) => new GroqInstrumentation(common);
