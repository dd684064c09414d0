// SPDX-License-Identifier: Apache-2.0
export { ClaudeAgentInstrumentation, instrumentQuery } from "./instrumentation.ts";
