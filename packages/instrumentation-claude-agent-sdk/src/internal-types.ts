// SPDX-License-Identifier: Apache-2.0

/** Argument of `query` (claude-agent-sdk@0.2–0.3 `sdk.d.ts`). */
export interface QueryFields {
  readonly options: unknown;
}

/** `Options`, as far as they say which agent it is and what its totals begin with. */
export interface OptionsFields {
  readonly agent: unknown;
  readonly resume: unknown;
  readonly continue: unknown;
  readonly env: unknown;
}

/** Any `SDKMessage`: `system`, `assistant`, `user`, `result`, … */
export interface MessageFields {
  readonly type: unknown;
  readonly subtype: unknown;
  readonly session_id: unknown;
  readonly parent_tool_use_id: unknown;
  /** Of `assistant` and `user`: a message of the Messages API. */
  readonly message: unknown;
  /** Of `result`: of the whole conversation so far, by model. */
  readonly modelUsage: unknown;
  /** Of `result`: of the main loop in this turn alone. */
  readonly usage: unknown;
  readonly is_error: unknown;
}

/** The API's message inside of an `assistant` or `user` message. */
export interface ApiMessageFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly content: unknown;
  readonly usage: unknown;
}

/** `tool_use` and `tool_result` blocks of a message's content. */
export interface BlockFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly name: unknown;
  readonly input: unknown;
  readonly tool_use_id: unknown;
  readonly content: unknown;
  readonly is_error: unknown;
}

/** Input of the tool that runs a sub-agent (`AgentInput`, `sdk-tools.d.ts`). */
export interface AgentInputFields {
  readonly subagent_type: unknown;
  readonly description: unknown;
}

/** `ModelUsage`: cumulative; the input is without cache, the output with thinking. */
export interface ModelUsageFields {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
  readonly thinkingTokens: unknown;
  readonly cacheReadInputTokens: unknown;
  readonly cacheCreationInputTokens: unknown;
  readonly cacheCreationEphemeral5mInputTokens: unknown;
  readonly cacheCreationEphemeral1hInputTokens: unknown;
  readonly webSearchRequests: unknown;
  readonly canonicalModel: unknown;
  readonly provider: unknown;
}
