// SPDX-License-Identifier: Apache-2.0
import { ClaudeAgentInstrumentation } from "@outlay/instrumentation-claude-agent-sdk";

import type { InstrumentationFactory } from "./instrumentation-factory.ts";

/** Traces the Claude Agent SDK. */
export const create: InstrumentationFactory = (common) => new ClaudeAgentInstrumentation(common);
