// SPDX-License-Identifier: Apache-2.0
import type { CacheDiagnosis } from "@outlay/core";

import type { CacheMissCause, CacheMissReason } from "./cache-break.ts";

/** Why a prompt was missed, and how many of its tokens. */
export interface Miss {
  readonly cause: CacheMissCause;
  readonly missedTokens: number;
}

/**
 * Puts what the provider says in place of what was worked out: it compared the very bytes. Where both have the same
 * reason, the place in the request is ours: no provider tells it. What providers have no word for, such as a pause that
 * was too long, is ours where they name nothing.
 */
export function toldMiss(told: CacheDiagnosis | undefined, found: Miss | undefined): Miss | undefined {
  if (told === undefined) return found;
  // A word of a later version is shown as it is.
  const reason = told.reason as CacheMissReason;
  const missedTokens = told.missedTokens ?? found?.missedTokens ?? 0;
  return { cause: found?.cause.reason === reason ? found.cause : { reason }, missedTokens };
}
