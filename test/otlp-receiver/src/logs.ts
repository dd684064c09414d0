// SPDX-License-Identifier: Apache-2.0
import type { WireLogRecord, WireLogs } from "./otlp-json.ts";
import type { Origin, ReceivedLog } from "./records.ts";
import { attributesFrom, idFrom, nanosFrom, resourceFrom, scopeFrom, valueFrom } from "./values.ts";

/** Every log record of an export. */
export function logsFrom(body: WireLogs): ReceivedLog[] {
  return (body.resourceLogs ?? []).flatMap((group) =>
    (group.scopeLogs ?? []).flatMap(({ scope, logRecords = [] }) => {
      const origin = { resource: resourceFrom(group.resource), scope: scopeFrom(scope) };
      return logRecords.map((record) => logFrom(record, origin));
    }),
  );
}

function logFrom(record: WireLogRecord, origin: Origin): ReceivedLog {
  return {
    ...origin,
    timeUnixNano: nanosFrom(record.timeUnixNano),
    observedTimeUnixNano: nanosFrom(record.observedTimeUnixNano),
    severityNumber: record.severityNumber ?? 0,
    severityText: record.severityText ?? "",
    eventName: record.eventName ?? "",
    body: valueFrom(record.body),
    attributes: attributesFrom(record.attributes),
    traceId: idFrom(record.traceId),
    spanId: idFrom(record.spanId),
  };
}
