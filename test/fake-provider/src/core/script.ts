// SPDX-License-Identifier: Apache-2.0

/** A parsed JSON object whose fields are not known. */
export type JsonObject = Record<string, unknown>;

/** A tool the scripted model asks the application to run. */
export interface ScriptedToolCall {
  readonly name: string;
  /** An object is serialised; a string is sent as it is, valid JSON or not. */
  readonly arguments: JsonObject | string;
  /** The call's id. @defaultValue the vendor's prefix and a counter */
  readonly id?: string;
}

/** A tool the provider ran on its own side and bills by the piece. */
export interface ScriptedServerToolCall {
  readonly name: "web_search" | "web_fetch";
  readonly input?: JsonObject;
}

/** One event put into a stream as it is. */
export interface ScriptedEvent {
  /** The SSE `event:` line; left out when absent. */
  readonly event?: string;
  /** A string goes out verbatim, anything else as JSON. */
  readonly data: unknown;
}

/** What the model answers. Every field is optional: an empty reply is an echo of the prompt. */
export interface Reply {
  /** @defaultValue `Echo: ` and the start of the last message */
  readonly text?: string;
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** Thinking block (Anthropic) or reasoning summary (OpenAI Responses). Chat completions only bill it. */
  readonly reasoning?: string;
  /** Billed reasoning tokens, part of the output tokens. @defaultValue the tokens of `reasoning` */
  readonly reasoningTokens?: number;
  /** All billed output tokens, reasoning included. @defaultValue counted from what is sent */
  readonly outputTokens?: number;
  readonly serverToolCalls?: readonly ScriptedServerToolCall[];
  /** The vendor's own word, e.g. `length`, `max_tokens`, `refusal`. @defaultValue what the content implies */
  readonly stopReason?: string;
  /** The model served. @defaultValue the dated snapshot of the model asked for */
  readonly model?: string;
  /** The tier served, in the vendor's word. @defaultValue follows the tier asked for */
  readonly serviceTier?: string;
  /**
   * Laid over the vendor's usage object, key by key and deeply; `"omit"` leaves usage out.
   * `Infinity` goes out as `1e999`, which JSON parsers read back as infinity.
   */
  readonly usage?: JsonObject | "omit";
  /** Laid over the response object, key by key and deeply: unknown fields, odd values. */
  readonly fields?: JsonObject;
  /** Headers that a gateway on the way adds to the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Extra stream events, sent right after the first one. */
  readonly events?: readonly ScriptedEvent[];
  /** How many pieces a streamed text is cut into, at most one per character. @defaultValue 4 */
  readonly chunks?: number;
  /** Wall time before the answer begins. For demonstrations; tests hold the answer with a fault instead. */
  readonly latencyMs?: number;
}

/** How a request goes wrong. `afterEvents` counts stream events, pings included, that arrive whole before it happens. */
export type Fault =
  | {
      /** The vendor's error body under this HTTP status. */
      readonly kind: "status";
      readonly status: number;
      /** The vendor's error type or code. @defaultValue the usual one of the status */
      readonly type?: string;
      readonly message?: string;
      /** Header `retry-after`. */
      readonly retryAfterSeconds?: number;
      /** Header `retry-after-ms`, which the official SDKs prefer. */
      readonly retryAfterMs?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset: before the response, or inside the stream when `afterEvents` is given. */
  | { readonly kind: "reset"; readonly afterEvents?: number }
  /** No byte until `provider.release()` (then the reply is sent) or until the client gives up. */
  | { readonly kind: "stall" }
  /** The stream stops until `provider.release()`, then goes on. */
  | { readonly kind: "pause"; readonly afterEvents: number }
  /** The stream carries the vendor's error event and ends. */
  | { readonly kind: "stream-error"; readonly afterEvents: number; readonly type?: string; readonly message?: string }
  /** The stream ends cleanly before its last events. */
  | { readonly kind: "truncate"; readonly afterEvents: number }
  /** A body cut in the middle; in a stream, one event whose JSON is cut. */
  | { readonly kind: "malformed-json"; readonly afterEvents?: number }
  /** Any other body: a proxy's HTML page, plain text, nothing. */
  | { readonly kind: "body"; readonly status?: number; readonly contentType: string; readonly body: string };

/** Which requests a step is for. All given conditions must hold. */
export interface Match {
  /** Part of the path, e.g. `/v1/messages`. */
  readonly path?: string;
  /** The model asked for, exactly. */
  readonly model?: string;
  /** Text that the raw body contains. */
  readonly contains?: string;
}

/** One entry of the script: a reply, a fault, or a reply that goes wrong on its way. */
export interface Step extends Reply {
  readonly fault?: Fault;
  /** @defaultValue the next request that generates something */
  readonly when?: Match;
}
