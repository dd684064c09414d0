// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "../read-fields.ts";
import type { PromptPart } from "./prompt-parts.ts";

/**
 * Reads the breakpoint that a block has as a field, or that a block in its content has: that one ends with the block
 * around it. Without it the block is the same wherever breakpoints are.
 *
 * @param defaultTtl - Lifetime of a breakpoint that does not say.
 */
export function breakpointsOf(
  block: unknown,
  field: string,
  defaultTtl: string,
): Pick<PromptPart, "value" | "breakpoint"> {
  if (typeof block !== "object" || block === null) return { value: block };
  const { [field]: mark, ...rest } = block as Readonly<Record<string, unknown>>;
  const inner = listOf(rest["content"]).map((part) => breakpointsOf(part, field, defaultTtl));
  const breakpoint = breakpointLifetime(mark, defaultTtl) ?? inner.find((part) => part.breakpoint)?.breakpoint;
  if (inner.some((part) => part.breakpoint))
    return { value: { ...rest, content: inner.map(({ value }) => value) }, breakpoint };
  return field in block ? { value: rest, breakpoint } : { value: block };
}

/** The lifetime that a breakpoint asks for; none of what is no breakpoint. */
export function breakpointLifetime(mark: unknown, defaultTtl: string): string | undefined {
  if (typeof mark !== "object" || mark === null) return undefined;
  return textOf(fieldsOf<{ ttl: unknown }>(mark).ttl) ?? defaultTtl;
}
