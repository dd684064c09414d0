// SPDX-License-Identifier: Apache-2.0

/** A change to a request, asked for by a policy that the user switched on. */
export interface RequestEdit {
  /** Another model of the same provider. */
  readonly model?: string | undefined;
  /** A lower cap on output tokens. */
  readonly maxOutputTokens?: number | undefined;
}

/** One tool call of the model, and the result it was given. */
export interface ToolRound {
  readonly name: string;
  /** Arguments as the model wrote them: JSON text, or the value. */
  readonly input: unknown;
  /** What the program answered; absent while it has not. */
  readonly result?: unknown;
  readonly isError?: boolean | undefined;
}

/** What policies can learn of a request before it is sent, read by the SDK's adapter. Nothing of it is kept. */
export interface OutgoingRequest {
  /** All that the provider reads and bills as input: messages, system prompt, tool definitions, schemas. */
  readonly input: readonly unknown[];
  /** Cap on output tokens that the request sends; absent when it sends none. */
  readonly maxOutputTokens?: number | undefined;
  /** Answers asked for, each up to the cap. @defaultValue 1 */
  readonly choices?: number | undefined;
  /** Tier asked for, in the vendor's word. */
  readonly serviceTier?: string | undefined;
  /** Whether the provider may run tools that it bills by piece, which no count of tokens bounds. */
  readonly usesBilledTools?: boolean | undefined;
  /** Whether the request refers to input that it does not contain: a conversation, a file, a cache kept elsewhere. */
  readonly hasRemoteInput?: boolean | undefined;
  /** Times the SDK may send the request again when it fails. */
  readonly maxRetries?: number | undefined;
  /** Rounds of tool calls in the conversation so far, oldest first; calls made in parallel are in one round. */
  toolRounds?(): readonly (readonly ToolRound[])[];
}
