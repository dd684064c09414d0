// SPDX-License-Identifier: Apache-2.0

/** What can be read of a call as text. */
export type TextFact = "model" | "responseModel" | "responseId" | "provider" | "serviceTier";

/** What can be read of a call as a number. `uncached` is the input neither read from nor written to the cache. */
export type CountFact =
  | "input"
  | "output"
  | "total"
  | "uncached"
  | "cacheRead"
  | "cacheWrite"
  | "cacheWrite5m"
  | "cacheWrite30m"
  | "cacheWrite1h"
  | "cacheWrite12h"
  | "reasoning"
  | "inputAudio"
  | "inputImage"
  | "cacheReadAudio"
  | "cacheReadImage"
  | "outputAudio"
  | "outputImage"
  | "webSearches";

/** Names under which one family of emitters writes the facts of a call; per fact the first one present wins. */
export type AttributeFamily = Readonly<Record<TextFact | CountFact, readonly string[]>>;

/** How an emitter counts: whether a part is inside its whole. `by_provider`: as the vendor's own API does. */
export type Inclusion = "inside" | "beside" | "by_provider";

/** An attribute that holds JSON, and where in it facts are; read for what no attribute of the family says. */
export interface JsonSource {
  readonly attribute: string;
  /** Paths with dots; of several the first that leads to something counts. `billedCostUsd`: what the provider charged. */
  readonly facts: { readonly [Fact in TextFact | CountFact | "billedCostUsd"]?: readonly string[] };
}
