// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig } from "@outlay/core";

/** Options of {@link McpInstrumentation}. */
export interface McpInstrumentationConfig extends InstrumentationConfig {
  /**
   * Whether requests carry the trace's context to the other side, in `params._meta` as MCP reserves it. It changes what is
   * sent, so it is off until asked for; a context that arrives is always taken up. `OUTLAY_MCP_PROPAGATION`.
   *
   * @defaultValue "off"
   */
  readonly propagation?: "inject" | "off";
}
