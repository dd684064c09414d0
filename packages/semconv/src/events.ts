// SPDX-License-Identifier: Apache-2.0

/** Names of the log events Outlay emits. */
export const EVENTS = {
  /** Content and usage of one call; opt-in. Conventions v1.41.0. */
  INFERENCE_DETAILS: "gen_ai.client.inference.operation.details",
} as const;
