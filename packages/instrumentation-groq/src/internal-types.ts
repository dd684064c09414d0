// SPDX-License-Identifier: Apache-2.0

/** A chat completion, or a chunk of one, beside what all of the wire have: groq-sdk@0.37–1 `resources/chat/completions`. */
export interface GroqFields {
  readonly choices: unknown;
  readonly usage_breakdown: unknown;
  readonly x_groq: unknown;
}

/** `usage_breakdown` of a completion, and of `x_groq` of a chunk: groq-sdk@0.37–1. */
export interface BreakdownFields {
  readonly models: unknown;
}

/** One of its `models`. */
export interface ModelUsageFields {
  readonly model: unknown;
  readonly usage: unknown;
}

/** `message` or `delta` of a choice. */
export interface GroqMessageFields {
  /** What a compound system ran on Groq's side: searches, visits, code. */
  readonly executed_tools: unknown;
}
