// SPDX-License-Identifier: Apache-2.0
import type { Inclusion, JsonSource } from "./facts.ts";
import type { ATTRIBUTE_FAMILIES } from "./families.ts";

/** One emitter of GenAI spans that Outlay understands. */
export interface Dialect {
  readonly name: string;
  /** Instrumentation scope names; a trailing `*` matches any ending. */
  readonly scopes: readonly string[];
  /** Also speaks for scopes that no entry names, where the span has an input or output count of the family. */
  readonly anyScope?: boolean;
  /** Versions of the scope, as `>=A <B`; a span without a version is of none. @defaultValue all */
  readonly versions?: string;
  /** An attribute that tells this entry's spans from others of the same scope. */
  readonly marker?: string;
  readonly family: keyof typeof ATTRIBUTE_FAMILIES;
  readonly json?: readonly JsonSource[];
  /** Whether cached input is inside the input count. */
  readonly cache: Inclusion;
  /** Whether reasoning is inside the output count. */
  readonly reasoning: Inclusion;
  /** The emitter drops what the vendor says of the cache, of all vendors or of the one it watches. */
  readonly losesCache?: boolean;
  /** The emitter drops reasoning, which is not in its output either. */
  readonly losesReasoning?: boolean;
  /** The operation of spans that have counts and do not name one. */
  readonly unnamedOperation?: "chat";
  /** Who is called, where the spans do not say. */
  readonly provider?: string;
  /** Whether the emitter records the conventions' client metrics itself; assumed where unknown, so that nothing counts twice. */
  readonly recordsMetrics: boolean;
  /** Versions whose spans are in `test/dialects`, or the source that was read. */
  readonly evidence: string;
  /** What its spans do not say, or say wrongly. */
  readonly lost?: string;
}
