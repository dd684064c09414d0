// SPDX-License-Identifier: Apache-2.0
import { LangChainInstrumentation } from "@outlay/instrumentation-langchain";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces LangChain and LangGraph. */
export const create: InstrumentationFactory = (common) => new LangChainInstrumentation(common);
