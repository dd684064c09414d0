// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CALL_MODELS, CALL_USD, callSpan } from "../src/call-span.ts";
import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR, collectorBinary } from "../src/collector-binary.ts";
import { freePort } from "../src/free-port.ts";
import { startLoad } from "../src/load.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import { scrapeUntil, total } from "../src/scrape.ts";
import { startCollector } from "../src/start-collector.ts";
import type { RunningCollector } from "../src/start-collector.ts";
import { until } from "../src/until.ts";

const QUEUED = "otelcol_exporter_queue_size";
const ARRIVES_WITHIN_MS = 60_000;
const TEST_TIMEOUT_MS = 180_000;

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("what the Collector has acknowledged", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-durable-"));
    await collectorBinary();
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.concurrent(
    "arrives although it is killed under load, with exports under way and others behind them",
    async () => {
      const queueDirectory = join(folder, "killed");
      await using backend = await startOtlpReceiver();
      const first = await startCollector({ backendUrl: backend.url, queueDirectory, models: CALL_MODELS });
      const load = startLoad(first);
      await backend.waitFor(({ spans }) => spans.length > 0, ARRIVES_WITHIN_MS);
      // Exports are not answered from now on, so that whatever is sent meanwhile is in the queue.
      backend.enqueue(...Array.from({ length: 100 }, () => ({ kind: "stall" }) as const));
      await load.reached(load.acknowledged.size + 1500);
      await first.kill("SIGKILL");
      await load.stop();
      const arrivedBefore = backend.spans.length;
      const { acknowledged } = load;

      await using reborn = await openBackend();
      await using second = await startCollector({ backendUrl: reborn.url, queueDirectory, models: CALL_MODELS });
      const lost = (): string[] => missing([backend, reborn], acknowledged);
      await reborn.waitFor(() => lost().length === 0, ARRIVES_WITHIN_MS).catch(() => undefined);
      expect(lost()).toEqual([]);
      expect(second.log).not.toMatch(/Dropping data|panic/);
      const names = reborn.spans.map(({ name }) => name);
      tell(
        `killed under load: ${load.exports} exports begun, ${acknowledged.size} spans acknowledged, ${arrivedBefore} of them sent on before, ${names.length} after, ${lost().length} lost, ${names.length - new Set(names).size} twice`,
      );
      expect(reborn.spans.every(({ attributes }) => attributes["outlay.cost.total_usd"] === CALL_USD)).toBe(true);
    },
    TEST_TIMEOUT_MS,
  );

  it.concurrent(
    "arrives once the backend is back, through a restart in between",
    async () => {
      const queueDirectory = join(folder, "down");
      const port = await freePort();
      const backendUrl = `http://127.0.0.1:${port}`;
      const spans = Array.from({ length: 300 }, (_, index) => callSpan(index));
      const first = await startCollector({ backendUrl, queueDirectory, models: CALL_MODELS });
      for (let start = 0; start < spans.length; start += 50)
        expect(await first.post(otlpSpans(spans.slice(start, start + 50)))).toBe(200);
      // Not merely waiting for company: it has been tried, in vain.
      await triedInVain(first);
      const queued = total(await scrapeUntil(first.ownMetricsUrl, (all) => total(all, QUEUED) > 0), QUEUED);
      await first.kill("SIGTERM");

      await using second = await startCollector({ backendUrl, queueDirectory, models: CALL_MODELS });
      await triedInVain(second);
      await using backend = await openBackend(port);
      const acknowledged = new Set(spans.map(({ name }) => name));
      await backend.waitFor(() => missing([backend], acknowledged).length === 0, ARRIVES_WITHIN_MS);
      tell(
        `backend down: ${acknowledged.size} spans acknowledged (${queued} bytes of queue), ${missing([backend], acknowledged).length} lost, ${backend.spans.length - acknowledged.size} twice`,
      );
      expect(backend.problems).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );
});

function openBackend(port = 0): Promise<OtlpReceiver> {
  return startOtlpReceiver({ port });
}

function triedInVain(collector: RunningCollector): Promise<boolean> {
  return until("an export that failed", async () => collector.log.includes("Exporting failed. Will retry"));
}

function missing(backends: readonly OtlpReceiver[], names: ReadonlySet<string>): string[] {
  const arrived = new Set(backends.flatMap(({ spans }) => spans.map(({ name }) => name)));
  return [...names].filter((name) => !arrived.has(name));
}

/** Figures are for whoever reads the log of a run. */
function tell(figures: string): void {
  process.stderr.write(`durability: ${figures}\n`);
}
