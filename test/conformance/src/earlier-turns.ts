// SPDX-License-Identifier: Apache-2.0
import type { CallInput } from "./contract.ts";

/** One message of a conversation, as far as all vendors have it. */
export interface Turn<Role extends string> {
  readonly role: Role;
  readonly text: string;
}

/**
 * The turns before a call's prompt, by who has spoken: the user first.
 *
 * @param model - The vendor's word for who answers.
 */
export function earlierTurns<Role extends string>({ earlier = [] }: CallInput, model: Role): Turn<Role | "user">[] {
  return earlier.map((text, index) => ({ role: index % 2 === 0 ? "user" : model, text }));
}
