// SPDX-License-Identifier: Apache-2.0
import type { Preset } from "./preset.ts";

/** Services for everything that OTLP can say: they take spans as they are, with outlay.cost.* to query and add up. */
export const GENERAL_PRESETS: readonly Preset[] = [
  {
    name: "honeycomb",
    title: "Honeycomb",
    variables: { HONEYCOMB_API_KEY: "…" },
    notes:
      "All spans: SUM(outlay.cost.total_usd) of them is the spend, by whatever else they carry. HONEYCOMB_API_ENDPOINT is https://api.eu1.honeycomb.io in the EU.",
    read: ["https://docs.honeycomb.io/send-data/opentelemetry/collector/exporters.md"],
    exporter: {
      endpoint: "${env:HONEYCOMB_API_ENDPOINT:-https://api.honeycomb.io}",
      headers: { "x-honeycomb-team": "${env:HONEYCOMB_API_KEY}" },
    },
  },
  {
    name: "grafana-cloud",
    title: "Grafana Cloud",
    variables: {
      GRAFANA_CLOUD_OTLP_ENDPOINT: "https://otlp-gateway-prod-eu-west-0.grafana.net/otlp",
      GRAFANA_CLOUD_AUTH: "$(printf %s 123456:glc_… | base64 -w0)",
    },
    notes:
      "All spans, and the cost counters that Prometheus gets here. Endpoint, instance ID and token are in the stack's OpenTelemetry card. Panels that read recorded series (outlay:…) need the rules as well: load prometheus/rules.yaml with mimirtool.",
    read: ["https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/"],
    exporter: {
      endpoint: "${env:GRAFANA_CLOUD_OTLP_ENDPOINT:-https://otlp-gateway-prod-us-east-0.grafana.net/otlp}",
      headers: { Authorization: "Basic ${env:GRAFANA_CLOUD_AUTH}" },
    },
    withMetrics: true,
  },
  {
    name: "signoz",
    title: "SigNoz",
    variables: { SIGNOZ_INGESTION_KEY: "…", SIGNOZ_REGION: "eu" },
    notes:
      "All spans, and the cost counters. SIGNOZ_ENDPOINT is the address of your own SigNoz, such as http://signoz:4318, which needs no key.",
    read: [
      "https://signoz.io/docs/ingestion/signoz-cloud/overview/",
      "https://signoz.io/docs/ingestion/cloud-vs-self-hosted",
    ],
    exporter: {
      endpoint: "${env:SIGNOZ_ENDPOINT:-https://ingest.${env:SIGNOZ_REGION:-us}.signoz.cloud:443}",
      headers: { "signoz-ingestion-key": "${env:SIGNOZ_INGESTION_KEY:-none}" },
    },
    withMetrics: true,
  },
];
