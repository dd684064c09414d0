// SPDX-License-Identifier: Apache-2.0
import { callSpan } from "./call-span.ts";
import { otlpSpans } from "./otlp-spans.ts";
import type { RunningCollector } from "./start-collector.ts";

/** What {@link startLoad} has sent so far. */
export interface Load {
  /** Exports that were begun, answered or not. */
  readonly exports: number;
  /** Names of spans whose export was answered with 200. */
  readonly acknowledged: ReadonlySet<string>;
  /** Waits until so many spans are acknowledged. */
  reached(spans: number): Promise<void>;
  /** Begins no further export, and waits for the answers to those that are under way. */
  stop(): Promise<void>;
}

const SENDERS = 4;
const SPANS_PER_EXPORT = 25;

/** Sends calls without a pause, each with a name of its own, until it is stopped or the Collector is gone. */
export function startLoad(collector: RunningCollector): Load {
  const acknowledged = new Set<string>();
  const waiting: { readonly spans: number; readonly resolve: () => void }[] = [];
  let exports = 0;
  const stopping = new AbortController();

  async function send(): Promise<void> {
    while (!stopping.signal.aborted) {
      const first = exports * SPANS_PER_EXPORT;
      exports += 1;
      const spans = Array.from({ length: SPANS_PER_EXPORT }, (_, index) => callSpan(first + index));
      if (!(await isAcknowledged(collector, otlpSpans(spans)))) return;
      for (const { name } of spans) acknowledged.add(name);
      for (const { spans: wanted, resolve } of waiting) if (acknowledged.size >= wanted) resolve();
    }
  }
  const senders = Array.from({ length: SENDERS }, send);

  return {
    get exports() {
      return exports;
    },
    acknowledged,
    reached: (spans) => new Promise((resolve) => waiting.push({ spans, resolve })),
    async stop() {
      stopping.abort();
      await Promise.all(senders);
    },
  };
}

/** A connection that breaks is no acknowledgement. */
async function isAcknowledged(collector: RunningCollector, body: object): Promise<boolean> {
  try {
    return (await collector.post(body)) === 200;
  } catch {
    return false;
  }
}
