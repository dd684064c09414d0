// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { callSpan } from "../src/call-span.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import type { SentSpan } from "../src/otlp-spans.ts";
import { scrapeUntil, total } from "../src/scrape.ts";
import { startCollector } from "../src/start-collector.ts";
import { MODELS, overlayOf } from "./variants.ts";
import type { Variant } from "./variants.ts";

const TRACES_A_BATCH = 40;
/** Of a trace: one agent, two tools, two calls. */
const SPANS_A_TRACE = 5;
const SPANS_A_BATCH = TRACES_A_BATCH * SPANS_A_TRACE;
const BATCHES = 400;
const WARM_UP = 60;
const IN_FLIGHT = 4;
const WAIT_MS = 120_000;
const TICKS_PER_SECOND = 100;

/** What one variant took. */
export interface Measured {
  /** CPU of the Collector's process for a span, in microseconds. */
  readonly cpuUs: number;
}

/** Sends the same spans through a gateway of the variant. Linux only: CPU time is read from /proc. */
export async function measure(variant: Variant): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "outlay-throughput-"));
  const overlay = join(folder, "overlay.json");
  const prices = join(folder, "prices.yaml");
  await writeFile(overlay, JSON.stringify(overlayOf(variant)));
  await writeFile(prices, JSON.stringify(variant.prices ?? {}));
  const backend = createServer((request, response) => request.resume().on("end", () => response.end("{}")));
  await once(backend.listen(0, "127.0.0.1"), "listening");
  try {
    await using collector = await startCollector({
      backendUrl: `http://127.0.0.1:${(backend.address() as AddressInfo).port}`,
      overlays: [overlay],
      env: { OUTLAY_PRICES: prices },
    });
    const bodies = Array.from({ length: BATCHES }, (_, index) => JSON.stringify(otlpSpans(batch(index))));
    await send(`${collector.otlpUrl}/v1/traces`, bodies.slice(0, WARM_UP));
    await sent(collector.ownMetricsUrl, WARM_UP * SPANS_A_BATCH);
    const before = cpuSeconds(collector.pid);
    await send(`${collector.otlpUrl}/v1/traces`, bodies);
    await sent(collector.ownMetricsUrl, (WARM_UP + BATCHES) * SPANS_A_BATCH);
    const spans = BATCHES * SPANS_A_BATCH;
    return { cpuUs: ((cpuSeconds(collector.pid) - before) * 1e6) / spans };
  } finally {
    backend.close();
    await rm(folder, { recursive: true });
  }
}

async function send(url: string, bodies: readonly string[]): Promise<void> {
  const waiting = [...bodies];
  const headers = { "content-type": "application/json" };
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
        const response = await fetch(url, { method: "POST", headers, body });
        if (response.status !== 200) throw new Error(`got status ${response.status}: ${await response.text()}`);
        await response.arrayBuffer();
      }
    }),
  );
}

/** Waits until the Collector says that so many spans have left its queue. */
async function sent(metricsUrl: string, spans: number): Promise<void> {
  await scrapeUntil(metricsUrl, (samples) => total(samples, "otelcol_exporter_sent_spans") >= spans, WAIT_MS);
}

/** User and system time of a process. */
function cpuSeconds(pid = 0): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function batch(index: number): readonly SentSpan[] {
  return Array.from({ length: TRACES_A_BATCH }, (_, trace) => {
    const number = (index * TRACES_A_BATCH + trace) * SPANS_A_TRACE;
    const model = MODELS[trace % MODELS.length];
    const named = { "gen_ai.request.model": model, "gen_ai.response.model": model };
    const tool = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search", ...NO_CALL };
    const own = { traceId: (index * TRACES_A_BATCH + trace + 1).toString(16).padStart(32, "0") };
    return [
      { ...callSpan(number, { ...NO_CALL, "gen_ai.operation.name": "invoke_agent" }), ...own },
      { ...callSpan(number + 1, tool), ...own },
      { ...callSpan(number + 2, tool), ...own },
      { ...callSpan(number + 3, { ...named, "gen_ai.response.id": `msg_${number}` }), ...own },
      { ...callSpan(number + 4, { ...named, "gen_ai.response.id": `msg_${number + 1}` }), ...own },
    ];
  }).flat();
}

const NO_CALL = {
  "gen_ai.request.model": undefined,
  "gen_ai.response.model": undefined,
  "gen_ai.usage.input_tokens": undefined,
  "gen_ai.usage.cache_read.input_tokens": undefined,
  "gen_ai.usage.output_tokens": undefined,
};
