// SPDX-License-Identifier: Apache-2.0
import { BedrockInstrumentation } from "@outlay/instrumentation-bedrock";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the AWS SDK's client of Amazon Bedrock. */
export const create: InstrumentationFactory = (common) => new BedrockInstrumentation(common);
