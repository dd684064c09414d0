// SPDX-License-Identifier: Apache-2.0
import type { UpdateVerdict } from "@outlay/pricing";

/** Why a table was refused, in words. */
export function wordsOf({ reason, detail }: Extract<UpdateVerdict, { status: "refused" }>): string {
  return `${reason.replaceAll("_", " ")} (${detail})`;
}

/** What went wrong, in its own words. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
