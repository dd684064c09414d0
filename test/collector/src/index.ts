// SPDX-License-Identifier: Apache-2.0
export { BUILD_TIMEOUT_MS, CONFIG_FOLDER, WITHOUT_COLLECTOR, collectorBinary } from "./collector-binary.ts";
export { freePort } from "./free-port.ts";
export { otlpSpans } from "./otlp-spans.ts";
export type { SentSpan } from "./otlp-spans.ts";
export { scrapeUntil, total } from "./scrape.ts";
export type { Sample } from "./scrape.ts";
export { startCollector } from "./start-collector.ts";
export type { CollectorOptions, RunningCollector } from "./start-collector.ts";
