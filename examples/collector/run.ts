// SPDX-License-Identifier: Apache-2.0
// Runs a Collector with collector-config/gateway.yaml, sends it what agents in other languages would, and shows what it
// sent on and what Prometheus would scrape. Builds the Collector when it runs for the first time: that takes minutes.
import { WITHOUT_COLLECTOR, otlpSpans, scrapeUntil, startCollector, total } from "@outlay-test/collector";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";

import { goAgent, pythonAgent } from "./agents.ts";

if (WITHOUT_COLLECTOR !== undefined) {
  console.error(`The example needs Go 1.26, or Docker and compose.yaml: ${WITHOUT_COLLECTOR}.`);
  process.exit(69);
}

console.error("Starting an OpenTelemetry Collector …");
await using backend = await startOtlpReceiver();
await using collector = await startCollector({ backendUrl: backend.url });

for (const { spans, resource } of [pythonAgent(Date.now()), goAgent(Date.now())]) {
  const status = await collector.post(otlpSpans(spans, resource));
  if (status !== 200) throw new Error(`the Collector answered ${status}`);
}
await backend.waitFor(({ spans }) => spans.length === 4, 30_000);

const row = (...cells: readonly string[]): void => {
  const [name = "", status = "", cost = "", cached = ""] = cells;
  console.log(`${name.padEnd(34)}${status.padEnd(10)}${cost.padStart(10)}${cached.padStart(16)}`.trimEnd());
};
const usd = (value: unknown): string => (typeof value === "number" ? `$${value.toFixed(5)}` : "");

row("What the backend got", "", "cost", "of it cached");
for (const { name, attributes } of backend.spans) {
  const status = attributes["outlay.cost.status"];
  if (typeof status !== "string") continue;
  row(`  ${name}`, status, usd(attributes["outlay.cost.total_usd"]), usd(attributes["outlay.cost.cache_read_usd"]));
}

const samples = await scrapeUntil(
  collector.prometheusUrl,
  (all) => total(all, "outlay_cost_USD_total") > 0 && total(all, "outlay_unpriced_requests_total") > 0,
);
console.log("\nWhat Prometheus scrapes");
for (const team of ["payments", "search"]) {
  row(`  outlay_cost_USD_total`, team, usd(total(samples, "outlay_cost_USD_total", { team_id: team })));
  const unpriced = total(samples, "outlay_unpriced_requests_total", { team_id: team });
  if (unpriced > 0) row("  outlay_unpriced_requests_total", team, String(unpriced));
}
