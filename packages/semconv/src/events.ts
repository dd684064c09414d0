// SPDX-License-Identifier: Apache-2.0

/** Names of the log events Outlay emits. */
export const EVENTS = {
  /** Content and usage of one call; opt-in. Conventions v1.41.0. */
  INFERENCE_DETAILS: "gen_ai.client.inference.operation.details",
  /** A call read less from the prompt cache than was there. Attributes `outlay.cache.*`, as on its span. */
  CACHE_BREAK: "outlay.cache.break",
  /** A call of a conversation that goes round in circles. Attributes `outlay.loop.*`, as on its span. */
  LOOP: "outlay.loop",
} as const;
