// SPDX-License-Identifier: Apache-2.0
import type { InstrumentationConfig, ProviderHosts } from "@outlay/core";

/** Options of {@link OpenAIInstrumentation}. */
export interface OpenAIInstrumentationConfig extends InstrumentationConfig {
  /**
   * Whether streams of chat and text completions that do not ask for their usage are made to: `inject` sends
   * `stream_options: { include_usage: true }` in a copy of the request and keeps the extra chunk from the caller.
   * With `off` nothing is changed, and the usage of such streams is unknown. `OUTLAY_STREAM_USAGE`.
   *
   * @defaultValue "off"
   */
  readonly streamUsage?: "inject" | "off";
  /**
   * Hosts besides OpenAI's and Azure's own that may be sent `stream_options`: gateways and compatible servers known
   * to take it.
   *
   * @defaultValue none
   */
  readonly streamUsageHosts?: readonly string[];
  /**
   * Who answers at the program's own hosts, by host name or `host:port`, for `gen_ai.provider.name`:
   * `{ "llm.internal": "vllm", "localhost:4000": "litellm" }`.
   *
   * @defaultValue none; well-known hosts are told apart without
   */
  readonly hosts?: ProviderHosts;
}
