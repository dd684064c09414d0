// SPDX-License-Identifier: Apache-2.0
import type { PromptPart } from "./prompt-parts.ts";

/**
 * Makes the reader of items that are one block each, as instructions that are a text. Call it once for a module: what
 * was read is remembered by the reader.
 */
export function wholePart(
  place: Pick<PromptPart, "section" | "kind" | "role">,
): (value: unknown) => readonly PromptPart[] {
  return (value) => [{ ...place, pointer: "", value }];
}
