// SPDX-License-Identifier: Apache-2.0
import { OllamaInstrumentation } from "@outlay/instrumentation-ollama";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the `ollama` package. */
export const create: InstrumentationFactory = (common) => new OllamaInstrumentation(common);
