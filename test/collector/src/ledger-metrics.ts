// SPDX-License-Identifier: Apache-2.0
import { METRICS, OUTLAY } from "@outlay/semconv";

const CUMULATIVE = 2;
const NANOS_PER_MS = 1_000_000n;

/** What a program says of a ledger that fares badly, as an OTLP request: no test of a dashboard has to break a store. */
export function ledgerMetrics(nowMs: number): object {
  const timeUnixNano = String(BigInt(nowMs) * NANOS_PER_MS);
  const times = { startTimeUnixNano: String(BigInt(nowMs - 60_000) * NANOS_PER_MS), timeUnixNano };
  const counted = ({ name, unit }: { name: string; unit: string }, attributes: object[] = []): object => {
    const dataPoints = [{ ...times, asInt: "1", attributes }];
    return { name, unit, sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints } };
  };
  const { name, unit, buckets } = METRICS.BUDGET_ESTIMATE_RATIO;
  const bucketCounts = [...buckets, Number.POSITIVE_INFINITY].map((bound) => (bound === 0.5 ? "1" : "0"));
  const point = { ...times, count: "1", sum: 0.45, explicitBounds: [...buckets], bucketCounts };
  const problem = { key: OUTLAY.BUDGET_STORE_PROBLEM, value: { stringValue: "timeout" } };
  const metrics = [
    counted(METRICS.BUDGET_STORE_ERRORS, [problem]),
    counted(METRICS.BUDGET_LEASE_EXPIRED),
    { name, unit, histogram: { aggregationTemporality: CUMULATIVE, dataPoints: [point] } },
  ];
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "ledger" } }] };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: "@outlay/guard" }, metrics }] }] };
}
