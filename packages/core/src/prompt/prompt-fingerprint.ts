// SPDX-License-Identifier: Apache-2.0

/** Parts of a request in the order in which providers render them. */
export type PromptSection = "tools" | "system" | "messages";

/** What a block of a prompt is. */
export type PromptBlockKind =
  | "tool_definition"
  | "instructions"
  | "text"
  | "reasoning"
  | "tool_call"
  | "tool_result"
  | "image"
  | "audio"
  | "document"
  | "other";

/** One block that the provider renders into the prompt: what it is and how large, never what it says. */
export interface PromptBlock {
  readonly section: PromptSection;
  readonly kind: PromptBlockKind;
  /** Where the request has it, as an RFC 6901 JSON pointer: `/tools/3`, `/system/0`, `/messages/14/content/1`. */
  readonly pointer: string;
  /** Role of the message, in the vendor's word. */
  readonly role?: string | undefined;
  /** The tool that the block defines, calls or answers. */
  readonly toolName?: string | undefined;
  /** UTF-8 bytes of the block's JSON as sent, without its breakpoint. */
  readonly bytes: number;
  /** Keyed hash of this block alone, whatever its role and breakpoint: under one key, equal blocks have equal hashes. */
  readonly hash: string;
  /** Of a tool call and of its result: keyed hash of the arguments or of the answer alone, without ids. */
  readonly valueHash?: string | undefined;
  /** Of a tool's result: whether the program said that the tool failed. */
  readonly isError?: boolean | undefined;
  /** Hash of this block and all before it, made of their keyed hashes, places and roles: {@link chainAfter}. */
  readonly chain: string;
  /** Lifetime asked for by the cache breakpoint that the request puts after this block, in the vendor's word. */
  readonly breakpoint?: string | undefined;
  /** What the block contains that tends to differ with every call. */
  readonly looksLike?: readonly ("timestamp" | "uuid")[] | undefined;
  /** Keyed hash that does not depend on the order of keys, of tools and their calls. Absent where it is `hash`. */
  readonly unorderedHash?: string | undefined;
}

/** The prompt of one call as a chain of keyed hashes. Blocks compare under one key only. */
export interface PromptFingerprint {
  /** Names the key of the hashes. */
  readonly keyId: string;
  /** In the provider's render order. */
  readonly blocks: readonly PromptBlock[];
  /** Keyed hashes of what else a provider's cache depends on, by the vendor's word: `tool_choice`, `thinking`, … */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the request has those whose place is not their name; absent in what is read from spans. */
  readonly settingPlaces?: Readonly<Record<string, string>> | undefined;
  /** Lifetime of the breakpoint that the provider places itself, where the request asks for one. */
  readonly automaticBreakpoint?: string | undefined;
  /** Whether the provider adds what the request only refers to, such as a conversation: `blocks` are not all. */
  readonly hasRemoteInput?: true | undefined;
}
