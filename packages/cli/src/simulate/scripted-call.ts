// SPDX-License-Identifier: Apache-2.0

/** A block of a prompt that a script makes up: equal names are equal texts. */
export interface ScriptedBlock {
  readonly name: string;
  /** Whole, at least one; four bytes each. */
  readonly tokens: number;
  /** Lifetime asked for by the breakpoint after it. */
  readonly breakpoint?: "5m" | "1h" | undefined;
  readonly looksLike?: "timestamp" | undefined;
}

/** A message of one block. */
export interface ScriptedMessage extends ScriptedBlock {
  readonly role: "user" | "assistant";
}

/** One request of a script, and how much is answered. */
export interface ScriptedCall {
  readonly provider: "anthropic" | "openai" | "gcp.gemini";
  readonly model: string;
  readonly conversation: string;
  /** Epoch milliseconds of the virtual clock. */
  readonly atMs: number;
  /** Tool definitions by the tools' names. */
  readonly tools: readonly ScriptedBlock[];
  readonly system: readonly ScriptedBlock[];
  readonly messages: readonly ScriptedMessage[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly outputTokens: number;
}

/** Until the first byte of an answer, and from there to its last. */
export const ANSWER_MS = { firstByte: 1_000, last: 2_000 } as const;
