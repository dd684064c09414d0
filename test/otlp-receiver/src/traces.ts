// SPDX-License-Identifier: Apache-2.0
import type { WireEvent, WireLink, WireSpan, WireTraces } from "./otlp-json.ts";
import type { Origin, ReceivedEvent, ReceivedLink, ReceivedSpan } from "./records.ts";
import { attributesFrom, idFrom, nanosFrom, requiredId, resourceFrom, scopeFrom } from "./values.ts";

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
const STATUS_CODES = ["unset", "ok", "error"] as const;
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** Every span of an export. */
export function spansFrom(body: WireTraces): ReceivedSpan[] {
  return (body.resourceSpans ?? []).flatMap((group) =>
    (group.scopeSpans ?? []).flatMap(({ scope, spans = [] }) => {
      const origin = { resource: resourceFrom(group.resource), scope: scopeFrom(scope) };
      return spans.map((span) => spanFrom(span, origin));
    }),
  );
}

function spanFrom(span: WireSpan, origin: Origin): ReceivedSpan {
  return {
    ...origin,
    name: span.name ?? "",
    traceId: requiredId("traceId", span.traceId, TRACE_ID_DIGITS),
    spanId: requiredId("spanId", span.spanId, SPAN_ID_DIGITS),
    parentSpanId: idFrom(span.parentSpanId),
    traceState: span.traceState || undefined,
    kind: KINDS[span.kind ?? 0] ?? "unspecified",
    startTimeUnixNano: nanosFrom(span.startTimeUnixNano),
    endTimeUnixNano: nanosFrom(span.endTimeUnixNano),
    attributes: attributesFrom(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    events: (span.events ?? []).map(eventFrom),
    links: (span.links ?? []).map(linkFrom),
    status: statusFrom(span.status),
  };
}

function eventFrom(event: WireEvent): ReceivedEvent {
  return {
    name: event.name ?? "",
    timeUnixNano: nanosFrom(event.timeUnixNano),
    attributes: attributesFrom(event.attributes),
  };
}

function linkFrom(link: WireLink): ReceivedLink {
  return {
    traceId: requiredId("link.traceId", link.traceId, TRACE_ID_DIGITS),
    spanId: requiredId("link.spanId", link.spanId, SPAN_ID_DIGITS),
    attributes: attributesFrom(link.attributes),
  };
}

function statusFrom(status: WireSpan["status"]): ReceivedSpan["status"] {
  return { code: STATUS_CODES[status?.code ?? 0] ?? "unset", message: status?.message ?? "" };
}
