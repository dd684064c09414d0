// SPDX-License-Identifier: Apache-2.0

/** Why a store could not answer. */
export type LedgerStoreProblem =
  /** No answer in time: whether it was done is not known. The same id can be sent again. */
  | "timeout"
  /** Nobody there, or the connection was lost. */
  | "unreachable"
  /** A replica, or a database that cannot be written. */
  | "read_only"
  | "out_of_memory"
  /** Anything else that the store said. */
  | "refused";

const MARKER = Symbol.for("@outlay/budget.LedgerStoreError@1");

/** A store could not do what it was asked; what it was asked can be asked again with the same id. */
export class LedgerStoreError extends Error {
  override readonly name = "LedgerStoreError";
  readonly problem: LedgerStoreProblem;

  static {
    Object.defineProperty(this.prototype, MARKER, { value: true });
  }

  constructor(problem: LedgerStoreProblem, cause: unknown) {
    super(
      `The budget store is ${problem.replaceAll("_", " ")}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    this.problem = problem;
  }

  /** Recognises errors of any copy of this package. */
  static isInstance(value: unknown): value is LedgerStoreError {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
