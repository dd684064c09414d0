// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf } from "@outlay/core";
import type { UsageUnits } from "@outlay/core";

import type { CandidateFields, GroundingFields } from "./internal-types.ts";

/** More searches than an answer has; what comes beyond is not counted. */
const MAX_QUERIES = 1000;

/**
 * What Google Search was asked on behalf of an answer. Chunks of a stream and candidates repeat one another.
 *
 * Models up to Gemini 2.5 are billed by the answer that was grounded, later ones by the query: the price list knows which.
 */
export class Searches {
  readonly #queries = new Set<unknown>();

  add(candidate: Partial<CandidateFields>): void {
    if (candidate.groundingMetadata === undefined) return;
    const { webSearchQueries, imageSearchQueries } = fieldsOf<GroundingFields>(candidate.groundingMetadata);
    for (const query of [...listOf(webSearchQueries), ...listOf(imageSearchQueries)])
      if (query !== "" && this.#queries.size < MAX_QUERIES) this.#queries.add(query);
  }

  get units(): UsageUnits | undefined {
    const webSearchRequests = this.#queries.size;
    return webSearchRequests === 0 ? undefined : { groundedRequests: 1, webSearchRequests };
  }
}
