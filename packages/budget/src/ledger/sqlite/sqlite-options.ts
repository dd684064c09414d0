// SPDX-License-Identifier: Apache-2.0

/** Options of `createSqliteStore`. */
export interface SqliteStoreOptions {
  /** File that the processes of one host share; it is made when it is missing. Not on a network drive. */
  readonly path: string;
  /** Longest wait for other processes' steps. It is a wait of the whole thread. @defaultValue `150` */
  readonly timeoutMs?: number | undefined;
  /** Age after which a lease ends however often it was extended. @defaultValue 24 hours */
  readonly maxLeaseAgeMs?: number | undefined;
  /** How long the id of a settled call is remembered, to tell a repetition. @defaultValue 6 hours */
  readonly settledIdMs?: number | undefined;
  /** The clock, epoch milliseconds. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
}
