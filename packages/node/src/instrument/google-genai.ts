// SPDX-License-Identifier: Apache-2.0
import { GoogleGenAIInstrumentation } from "@outlay/instrumentation-google-genai";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `@google/genai` package. */
export const create: InstrumentationFactory = (common) => new GoogleGenAIInstrumentation(common);
