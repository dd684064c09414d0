// SPDX-License-Identifier: Apache-2.0
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { isInstalled } from "../../src/background-program.ts";
import type { BackgroundProgram } from "../../src/background-program.ts";
import { CALL_MODELS, callSpan } from "../../src/call-span.ts";
import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR } from "../../src/collector-binary.ts";
import { otlpSpans } from "../../src/otlp-spans.ts";
import { startAlertmanager, WebhookReceiver } from "../../src/start-alertmanager.ts";
import type { ToldAlert } from "../../src/start-alertmanager.ts";
import { startCollector } from "../../src/start-collector.ts";
import type { RunningCollector } from "../../src/start-collector.ts";
import { query, startPrometheus } from "../../src/start-prometheus.ts";
import { until } from "../../src/until.ts";

const MISSING = ["prometheus", "prometheus-alertmanager"].filter((program) => !isInstalled(program));
if (MISSING.length > 0) {
  process.stderr.write(
    `skipped: alerts in a real Prometheus (not installed: ${MISSING.join(", ")}; apt-get install them)\n`,
  );
}

const CONFIG = `
version: 1
channels:
  finops: { webhook: "https://ops.example.com/outlay", secret: "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u" }
metrics: { attributes: [team.id] }
budgets:
  - name: team-day
    group_by: [team.id]
    limit: { usd: 0.01 }
    window: { every: day }
    thresholds: [{ at: 80%, alert: finops }, { at: 100%, alert: finops }]
`;

/** A call of four fifths of the limit: 600 × 3 + 400 × 0.3 + 410 × 15 micro-USD. */
const LARGE = { "gen_ai.usage.output_tokens": 410, "team.id": "ads" };
/** One of three that are more than the limit. */
const SEARCH = { "team.id": "search" };
const TEST_TIMEOUT_MS = 120_000;

describe.skipIf(WITHOUT_COLLECTOR !== undefined || MISSING.length > 0)("alerts, from a span to a webhook", () => {
  const webhook = new WebhookReceiver();
  let backend: OtlpReceiver;
  let collector: RunningCollector;
  let alertmanager: BackgroundProgram;
  let prometheus: BackgroundProgram;

  function told(alertname: string, team?: string): Promise<ToldAlert> {
    const firing = (): ToldAlert | undefined =>
      webhook.alerts
        .filter(({ status }) => status === "firing")
        .find(({ labels }) => labels["alertname"] === alertname && labels["team_id"] === team);
    return until(`a webhook call for ${alertname}`, async () => firing());
  }

  beforeAll(async () => {
    [backend, alertmanager] = await Promise.all([startOtlpReceiver(), startAlertmanager(await webhook.listen())]);
    collector = await startCollector({ backendUrl: backend.url, models: CALL_MODELS });
    prometheus = await startPrometheus({ collector, config: CONFIG, alertmanagerUrl: alertmanager.url });
    // What was spent before nobody could say when.
    await until("a first evaluation", async () => (await query(prometheus, "outlay:ledger:running")).length > 0);
    backend.enqueue({ kind: "status", status: 400, signal: "traces" });
    const unknown = { "gen_ai.request.model": "nobody-knows-it", "gen_ai.response.model": "nobody-knows-it" };
    for (const [number, attributes] of [LARGE, SEARCH, SEARCH, SEARCH, unknown].entries()) {
      expect(await collector.post(otlpSpans([callSpan(number, attributes)]))).toBe(200);
    }
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([prometheus, alertmanager, collector, backend, webhook].map((one) => one[Symbol.asyncDispose]()));
  });

  it(
    "tell the channel of a budget that a team has crossed a threshold, and what it has spent",
    async () => {
      const { receiver, labels, annotations } = await told("outlay_budget_threshold_crossed", "ads");
      expect(receiver).toBe("finops");
      expect(labels).toMatchObject({ budget: "team-day", team_id: "ads", threshold: "0.8", severity: "warning" });
      expect(annotations["summary"]).toBe("budget team-day (team.id=ads) reached 80%: $0.01 of $0.0100 spent");
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "tell it that another team's is used up, which silences the threshold below, of that team and no other",
    async () => {
      const { receiver, labels } = await told("outlay_budget_exhausted", "search");
      expect(receiver).toBe("finops");
      expect(labels).toMatchObject({ budget: "team-day", team_id: "search", severity: "error" });
      const silenced = await until("silence", async () => {
        const thresholds = await activeAlerts(alertmanager, "outlay_budget_threshold_crossed");
        const teams = thresholds
          .filter(({ status }) => status.state === "suppressed")
          .map((one) => one.labels["team_id"]);
        return teams.length > 0 && teams;
      });
      expect(silenced).toEqual(["search"]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "tell everybody of a model without a price",
    async () => {
      const { receiver, labels } = await told("outlay_unpriced_model");
      expect(receiver).toBe("everybody");
      expect(labels).toMatchObject({
        gen_ai_response_model: "nobody-knows-it",
        outlay_cost_problems: "unknown_model",
      });
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "tell whoever is on call of spans that a backend refused, and of a Collector that is gone",
    async () => {
      const lost = await told("outlay_collector_lost_spans");
      expect(lost.receiver).toBe("on-call");
      expect(lost.labels).toMatchObject({ exporter: "otlp_http/backend" });
      await collector.kill("SIGKILL");
      expect((await told("outlay_collector_down")).receiver).toBe("on-call");
    },
    TEST_TIMEOUT_MS,
  );

  it("say nothing of the Collector that is not so", () => {
    // Of budgets a forecast may be told as well: that depends on the time of day.
    const names = webhook.alerts
      .map(({ labels: { alertname = "" } }) => alertname)
      .filter((name) => /collector/.test(name));
    expect(new Set(names)).toEqual(new Set(["outlay_collector_lost_spans", "outlay_collector_down"]));
  });
});

interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: "active" | "suppressed" | "unprocessed" };
}

/** What Alertmanager knows now of alerts of a name. */
async function activeAlerts({ url }: BackgroundProgram, alertname: string): Promise<readonly ActiveAlert[]> {
  const response = await fetch(`${url}/api/v2/alerts?filter=${encodeURIComponent(`alertname="${alertname}"`)}`);
  return (await response.json()) as readonly ActiveAlert[];
}
