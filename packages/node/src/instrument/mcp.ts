// SPDX-License-Identifier: Apache-2.0
import { McpInstrumentation } from "@outlay/instrumentation-mcp";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the Model Context Protocol SDK. */
export const create: InstrumentationFactory = (common, { instrumentations: { mcp } }) =>
  new McpInstrumentation({ ...common, propagation: mcp.propagation });
