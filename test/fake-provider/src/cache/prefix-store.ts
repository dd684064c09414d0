// SPDX-License-Identifier: Apache-2.0
import type { Now } from "../core/clock.ts";

/** A prefix to keep, and for how long after each use. */
export interface StoredPrefix {
  readonly digest: string;
  readonly ttlMs: number;
}

/** More than any test needs; keeps a benchmark's memory flat. */
const MAX_ENTRIES = 50_000;

/** The prefixes a provider still has in its cache. */
export class PrefixStore {
  readonly #entries = new Map<string, { ttlMs: number; expiresAtMs: number }>();
  readonly #now: Now;

  constructor(now: Now) {
    this.#now = now;
  }

  /** Whether a prefix can be read now; the last millisecond of its lifetime still counts. */
  isAlive(digest: string): boolean {
    const entry = this.#entries.get(digest);
    return entry !== undefined && entry.expiresAtMs >= this.#now();
  }

  /** Keeps prefixes; one that is kept already keeps the longer lifetime. */
  keep(prefixes: readonly StoredPrefix[]): void {
    for (const { digest, ttlMs } of prefixes) {
      const longest = this.isAlive(digest) ? Math.max(ttlMs, this.#entries.get(digest)?.ttlMs ?? 0) : ttlMs;
      this.#entries.delete(digest);
      this.#entries.set(digest, { ttlMs: longest, expiresAtMs: this.#now() + longest });
      if (this.#entries.size > MAX_ENTRIES) this.#dropOldest();
    }
  }

  /** Starts the lifetime of prefixes that were read anew. */
  refresh(digests: readonly string[]): void {
    for (const digest of digests) {
      const entry = this.#entries.get(digest);
      if (entry && this.isAlive(digest)) entry.expiresAtMs = this.#now() + entry.ttlMs;
    }
  }

  #dropOldest(): void {
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
