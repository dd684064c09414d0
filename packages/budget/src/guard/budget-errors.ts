// SPDX-License-Identifier: Apache-2.0
import { refusalMessage } from "./violation.ts";
import type { BudgetViolation, RefusalDetails, RefusalReason } from "./violation.ts";

const BRAND = Symbol.for("@outlay/budget/refusal@1");

/** What a program finds on the error of a refused call, whichever SDK's error class it extends. */
export interface BudgetRefusal extends Error {
  readonly name: "BudgetExceededError";
  readonly code: RefusalReason;
  /** Payment Required: retry loops of SDKs and frameworks know 402 as final, and take 429 for a moment's patience. */
  readonly status: 402;
  /** Retrying at once cannot help. */
  readonly retryable: false;
  readonly isRetryable: false;
  readonly violations: readonly BudgetViolation[];
  /** When trying again may help; absent when time does not. */
  readonly retryAt: Date | undefined;
  /** Of `approval_required`: names the call to whoever approves, and lets it through once they have. */
  readonly approvalId: string | undefined;
}

/** Tells an error of ours from the SDK's own, whichever copy of this package made it. */
export function isBudgetRefusal(error: unknown): error is BudgetRefusal {
  return typeof error === "object" && error !== null && Reflect.get(error, BRAND) === true;
}

/** Name, message and properties of the error that a refused call rejects with. */
export function budgetRefusal(
  details: RefusalDetails,
  approvalId?: string,
): {
  readonly name: string;
  readonly message: string;
  readonly fields: Readonly<Record<string | symbol, unknown>>;
} {
  const { reason, violations, retryAtMs } = details;
  return {
    name: "BudgetExceededError",
    message: refusalMessage(details),
    fields: {
      [BRAND]: true,
      code: reason,
      status: 402,
      retryable: false,
      isRetryable: false,
      violations,
      retryAt: retryAtMs === undefined ? undefined : new Date(retryAtMs),
      approvalId,
    },
  };
}
