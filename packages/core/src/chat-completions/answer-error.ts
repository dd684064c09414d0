// SPDX-License-Identifier: Apache-2.0
import { describeError } from "../describe-error.ts";

/**
 * `error.type` of an answer that HTTP calls a success and that carries an error: a failed response, or what
 * gateways send when the upstream refuses.
 */
export function answerError(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { type } = describeError(error);
  return type === "_OTHER" ? "error" : type;
}
