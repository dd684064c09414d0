// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

/** What names the conversation of a call, the most telling first. */
const CONVERSATION_KEYS = ["gen_ai.conversation.id", "session.id"] as const;

/**
 * The conversation that a call belongs to: what it says itself, else its trace.
 *
 * @returns `undefined` for a call that nothing connects with another.
 */
export function conversationOf({ attributes, traceId }: Pick<Operation, "attributes" | "traceId">): string | undefined {
  for (const key of CONVERSATION_KEYS) {
    const value = attributes[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return traceId;
}
