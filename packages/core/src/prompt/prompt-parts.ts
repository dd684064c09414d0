// SPDX-License-Identifier: Apache-2.0
import type { PromptBlockKind, PromptSection } from "./prompt-fingerprint.ts";

/** One block of a request as an SDK's adapter reads it. */
export interface PromptPart {
  readonly section: PromptSection;
  readonly kind: PromptBlockKind;
  /** Where it is inside of the item that was read: `/content/1`, or nothing when it is the item. */
  readonly pointer: string;
  /** What is sent, without what marks a breakpoint. Is hashed, and not kept. */
  readonly value: unknown;
  readonly role?: string | undefined;
  /** The tool that the block defines, calls or answers; of an answer the call's is taken where it has none itself. */
  readonly toolName?: string | undefined;
  /** What pairs a call with its answer. */
  readonly callId?: string | undefined;
  /** Of a tool call its arguments, of a result the answer: what is equal when the same is asked or answered again. */
  readonly payload?: unknown;
  /** Of a tool's result: whether the program says that the tool failed. */
  readonly isError?: boolean | undefined;
  /** Lifetime asked for by the breakpoint after this block, in the vendor's word. */
  readonly breakpoint?: string | undefined;
  /** Settings that the request has because of this block, as if they were among its own. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** A breakpoint that is an item of its own, and belongs to the block before it. */
export interface BreakpointMark {
  readonly breakpoint: string;
  readonly kind?: undefined;
}

/** A field of a request that the provider renders: one item, or a list of them. */
export interface PromptSource {
  /** Where the field is: `/messages`. */
  readonly pointer: string;
  readonly value: unknown;
  /**
   * Reads one item. Must say the same of the same item always: it is not called again for an item that has not changed.
   * A function of the module, since what was read is remembered by it.
   */
  readonly read: (item: unknown) => readonly (PromptPart | BreakpointMark)[];
}

/** What of a request the provider renders into the prompt, or keeps a cache by. */
export interface PromptParts {
  /** In the provider's render order; absent fields have no value. */
  readonly sources: readonly PromptSource[];
  /** What else a provider's cache depends on, by the vendor's word; absent and `null` are the same. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Where the request has settings whose place is not their name, as JSON pointers. A constant of the module. */
  readonly settingPlaces?: Readonly<Record<string, string>> | undefined;
  /** Lifetime of the breakpoint that the provider places itself, where the request asks for one. */
  readonly automaticBreakpoint?: string | undefined;
  /** Whether the provider adds what the request only refers to: a conversation, a cache, a prompt kept elsewhere. */
  readonly hasRemoteInput?: boolean | undefined;
}
