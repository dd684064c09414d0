// SPDX-License-Identifier: Apache-2.0
import type { SpanFacts } from "@outlay/core";

/** Why something in a file is left out. */
export type DamageReason = "not_otlp" | "cut_off" | "too_large" | "compression";

/** Where a reader of one file puts what it finds. */
export interface SpanSink {
  spans(spans: SpanFacts[]): void;
  /** @param line - Counted from 1. */
  damage(line: number, reason: DamageReason): void;
}

/** Takes the bytes of one file, in pieces of any size. */
export interface SpanReader {
  push(bytes: Uint8Array): void;
  /** The file has ended. */
  end(): void;
}

/** Bytes of one span, text or line that are held in memory at most. */
export const MAX_HELD_BYTES: number = 64 * 2 ** 20;
