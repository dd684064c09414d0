// SPDX-License-Identifier: Apache-2.0
import { OpenAIAgentsInstrumentation } from "@outlay/instrumentation-openai-agents";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the OpenAI Agents SDK. */
export const create: InstrumentationFactory = (common) => new OpenAIAgentsInstrumentation(common);
