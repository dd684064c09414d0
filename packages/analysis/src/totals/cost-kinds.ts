// SPDX-License-Identifier: Apache-2.0
import type { CostParts } from "@outlay/pricing";

/** The kinds of token and unit that a bill is summed by. */
export type CostKind = "uncachedInput" | "cacheRead" | "cacheWrite" | "output" | "units";

/** Every {@link CostKind}, in the order in which bills list them. */
export const COST_KINDS: readonly CostKind[] = ["uncachedInput", "cacheRead", "cacheWrite", "output", "units"];

/** Which kind a line of a bill belongs to. */
export function costKindOf(part: keyof CostParts): CostKind {
  if (part.startsWith("cacheRead")) return "cacheRead";
  if (part.startsWith("cacheWrite")) return "cacheWrite";
  if (part.startsWith("output") || part === "reasoning") return "output";
  return part === "tools" || part === "media" || part === "request" ? "units" : "uncachedInput";
}
