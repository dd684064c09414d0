// SPDX-License-Identifier: Apache-2.0
import { VercelAIInstrumentation } from "@outlay/instrumentation-vercel-ai";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the Vercel AI SDK and its providers. */
export const create: InstrumentationFactory = (common) => new VercelAIInstrumentation(common);
