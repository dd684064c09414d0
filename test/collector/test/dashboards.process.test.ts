// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { isInstalled } from "../src/background-program.ts";
import type { BackgroundProgram } from "../src/background-program.ts";
import { CALL_MODELS, CALL_USD, callSpan } from "../src/call-span.ts";
import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR } from "../src/collector-binary.ts";
import { dashboardQueries, namesIn } from "../src/dashboards.ts";
import { ledgerMetrics } from "../src/ledger-metrics.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import { APP_MODELS, runNodeApp } from "../src/run-node-app.ts";
import { startCollector } from "../src/start-collector.ts";
import type { RunningCollector } from "../src/start-collector.ts";
import { query, startPrometheus } from "../src/start-prometheus.ts";
import { until } from "../src/until.ts";

const run = promisify(execFile);
const HAS_PROMETHEUS = isInstalled("prometheus") && isInstalled("promtool");
if (!HAS_PROMETHEUS) process.stderr.write("skipped: tests of dashboards (no prometheus: apt-get install prometheus)\n");

/** Both Prometheus and the program count it, and find it used up. */
const CONFIG = `
version: 1
metrics: { attributes: [team.id, feature] }
budgets:
  - name: team-day
    group_by: [team.id]
    limit: { usd: 0.001 }
    window: { every: day }
`;
const QUERIES = dashboardQueries();

describe.skipIf(!HAS_PROMETHEUS)("expressions of dashboards", () => {
  it("are PromQL, as promtool reads it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "outlay-dashboards-"));
    const rules = QUERIES.map(({ expr }, index) => ({ record: `query:${index}`, expr }));
    await writeFile(join(folder, "rules.yaml"), JSON.stringify({ groups: [{ name: "dashboards", rules }] }));
    const { stdout } = await run("promtool", ["check", "rules", join(folder, "rules.yaml")]);
    expect(stdout).toContain(`SUCCESS: ${QUERIES.length} rules found`);
    await rm(folder, { recursive: true });
  });

  it.each([
    ['sum by (a, b) (sum_over_time(x:y{c=~"d",e="f"}[1h]))', { metrics: ["x:y"], labels: ["a", "b", "c", "e"] }],
    ["x / on (a) group_left () y or 0 * z", { metrics: ["x", "y", "z"], labels: ["a"] }],
    ['rate({__name__=~"x(_total)?"}[1m])', { metrics: ["x"], labels: [] }],
    ["histogram_quantile(0.5, sum by (m, le) (rate(x_bucket{}[1m])))", { metrics: ["x_bucket"], labels: ["m"] }],
  ])("are taken apart: %s", (expr, names) => expect(namesIn(expr)).toEqual(names));
});

describe.skipIf(WITHOUT_COLLECTOR !== undefined || !HAS_PROMETHEUS)(
  "dashboards, on a Prometheus with a program's spans",
  () => {
    let folder: string;
    let provider: FakeProvider;
    let backend: OtlpReceiver;
    let collector: RunningCollector;
    let prometheus: BackgroundProgram;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "outlay-dashboards-"));
      await writeFile(join(folder, "outlay.config.yaml"), CONFIG);
      [provider, backend] = await Promise.all([startFakeProvider(), startOtlpReceiver()]);
      provider.enqueue({ when: { model: "refused" }, fault: { kind: "status", status: 400 } });
      collector = await startCollector({
        backendUrl: backend.url,
        overlays: ["overlays/program-metrics.yaml"],
        models: [...CALL_MODELS, ...APP_MODELS],
      });
      prometheus = await startPrometheus({ collector, config: CONFIG });
      await until("a first evaluation", async () => (await query(prometheus, "outlay:ledger:running")).length > 0);
      // An export that is given up, and thereby a counter of those.
      backend.enqueue({ kind: "status", status: 400, signal: "traces" });
      expect(await collector.post(otlpSpans([callSpan(1)]))).toBe(200);
      // Before anything else is in the batch that is refused.
      await backend.waitFor(({ requests }) => requests.some(({ path }) => path.endsWith("/v1/traces")), 60_000);
      expect(await collector.post(ledgerMetrics(Date.now()), "/v1/metrics")).toBe(200);
      await runNodeApp(provider, collector, { OUTLAY_CONFIG: join(folder, "outlay.config.yaml") });
      const firing = 'ALERTS{alertname="outlay_budget_exhausted",alertstate="firing"}';
      await until("a budget that is used up", async () => (await query(prometheus, firing)).length > 0);
    }, BUILD_TIMEOUT_MS);
    afterAll(async () => {
      await Promise.all([prometheus, collector, backend, provider].map((one) => one[Symbol.asyncDispose]()));
      await rm(folder, { recursive: true });
    });

    async function labelsOf(metrics: readonly string[]): Promise<readonly string[]> {
      const parameters = metrics.map((name) => `match[]=${encodeURIComponent(`{__name__=~"${name}(_total)?"}`)}`);
      const response = await fetch(`${prometheus.url}/api/v1/labels?${parameters.join("&")}`);
      return ((await response.json()) as { data: readonly string[] }).data;
    }

    it.each(QUERIES)(
      "$dashboard, $panel: has metrics and labels that are there, and an answer",
      async ({ expr, legendLabels }) => {
        const { metrics, labels } = namesIn(expr);
        for (const name of metrics) {
          const count = `count({__name__=~"${name}(_total)?"})`;
          await until(`metric ${name}`, async () => (await query(prometheus, count)).length > 0);
        }
        expect(await labelsOf(metrics)).toEqual(expect.arrayContaining([...labels]));
        // rate() wants two samples.
        const answer = await until(expr, async () => {
          const series = await query(prometheus, expr);
          return series.length > 0 && series;
        });
        const shown = new Set(answer.flatMap(({ metric }) => Object.keys(metric)));
        expect([...shown]).toEqual(expect.arrayContaining([...legendLabels]));
      },
    );

    it("show what was spent, to the nano-dollar, and each call once although the program counts as well", async () => {
      const spent = QUERIES.find(({ dashboard, panel }) => dashboard === "outlay-spend" && panel === "Spent");
      const [shown] = await query(prometheus, spent?.expr ?? "");
      const usd = backend.spans.map(({ attributes }) => Number(attributes["outlay.cost.total_usd"] ?? 0));
      // The backend has refused the first one.
      const expected = usd.reduce((sum, one) => sum + one, CALL_USD);
      expect(Number(shown?.value[1])).toBeCloseTo(expected, 9);
    });

    it("are made of series without a label of processes, sessions or users", async () => {
      const names = await labelsOf(["outlay_.+", "gen_ai_.+"]);
      expect(names).toContain("service_name");
      expect(names.filter((name) => /process|host|telemetry|session|user|conversation/.test(name))).toEqual([]);
    });
  },
);
