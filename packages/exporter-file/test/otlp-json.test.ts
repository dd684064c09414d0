// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, TraceFlags, createTraceState, trace, ROOT_CONTEXT } from "@opentelemetry/api";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { OTEL_SDKS, recordSpans } from "@outlay-test/otel-sdks";
import type { OtelSdk } from "@outlay-test/otel-sdks";
import type { ReadableSpanLike } from "@outlay/semconv";
import fc from "fast-check";
import { JsonTraceSerializer as JsonTraceSerializer2 } from "otlp-transformer-2";
import { describe, expect, it } from "vitest";

import { otlpJsonFromSpans } from "../src/otlp-json.ts";

const REMOTE = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
  traceState: createTraceState("vendor=1"),
};

/** Two resources are two providers; everything else a span can carry is on the first one's. */
async function recordEverything(sdk: OtelSdk): Promise<ReadableSpanLike[]> {
  const spans: ReadableSpanLike[] = [];
  const exporter = {
    export: (ended: readonly ReadableSpanLike[], done: (result: { code: number }) => void) => {
      spans.push(...ended);
      done({ code: 0 });
    },
    shutdown: async () => {},
  };
  const first = sdk.provider({ exporter, resource: { "service.name": "one", "host.cpus": 4 } });
  const second = sdk.provider({ exporter, resource: { "service.name": "two" } });
  recordSpans(first.getTracer("agent", "1.2.3"), {
    name: "root",
    kind: SpanKind.SERVER,
    attributes: { text: "“quoted”\nline", whole: 42, double: 0.0052, negative: -7, yes: true, list: ["a", "b"] },
    links: [{ context: REMOTE, attributes: { reason: "retry" } }],
    beforeEnd: (span) => {
      span.addEvent("first token", { index: 0 });
      span.setStatus({ code: SpanStatusCode.ERROR, message: "overloaded" });
    },
    children: [{ name: "child", kind: SpanKind.CLIENT }],
  });
  recordSpans(first.getTracer("http"), { name: "below remote" }, trace.setSpanContext(ROOT_CONTEXT, REMOTE));
  recordSpans(second.getTracer("agent", "1.2.3"), { name: "other process" });
  await Promise.all([first.forceFlush(), second.forceFlush()]);
  return spans;
}

/** The official serialisers write `intValue` as a JSON number; the protocol's JSON form is a string. */
function withStringIntegers(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (key, value: unknown) => (key === "intValue" ? String(value) : value));
}

const OFFICIAL: Record<OtelSdk["major"], { serializeRequest(spans: never): Uint8Array | undefined }> = {
  "2.x": JsonTraceSerializer2,
  "3.x": JsonTraceSerializer,
};

describe.each(OTEL_SDKS)("OTLP JSON of spans from SDK $major", (sdk) => {
  it("equals what the official serialiser writes, integers apart", async () => {
    const spans = await recordEverything(sdk);
    const official = JSON.parse(new TextDecoder().decode(OFFICIAL[sdk.major].serializeRequest(spans as never)));

    const own: unknown = JSON.parse(otlpJsonFromSpans(spans));

    expect(spans).toHaveLength(4);
    expect(own).toEqual(withStringIntegers(official));
  });

  it("fits on one line", async () => {
    expect(otlpJsonFromSpans(await recordEverything(sdk))).not.toContain("\n");
  });
});

/** The encoded value of one attribute on an otherwise empty span. */
function encoded(value: unknown): unknown {
  const span: ReadableSpanLike = {
    name: "span",
    kind: 0,
    spanContext: () => REMOTE,
    startTime: [1, 5],
    endTime: [2, 0],
    duration: [0, 999_999_995],
    status: { code: 0 },
    attributes: { value },
    links: [],
    events: [],
    ended: true,
    resource: { attributes: {} },
    instrumentationScope: { name: "test" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
  const request = JSON.parse(otlpJsonFromSpans([span])) as {
    resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [{ value: unknown }]; startTimeUnixNano: string }] }] }];
  };
  const [written] = request.resourceSpans[0].scopeSpans[0].spans;
  expect(written.startTimeUnixNano).toBe("1000000005");
  return written.attributes[0].value;
}

describe("attribute values", () => {
  it.each([
    [Number.MAX_SAFE_INTEGER, { intValue: "9007199254740991" }],
    [Number.MAX_SAFE_INTEGER + 1, { doubleValue: 9_007_199_254_740_992 }],
    [-0, { intValue: "0" }],
    [Number.NaN, { doubleValue: "NaN" }],
    [Number.NEGATIVE_INFINITY, { doubleValue: "-Infinity" }],
    [null, {}],
    [undefined, {}],
    [new Uint8Array([1, 2, 255]), { bytesValue: "AQL/" }],
    [["a", 1, null], { arrayValue: { values: [{ stringValue: "a" }, { intValue: "1" }, {}] } }],
    [{ deep: { er: true } }, nested("deep", nested("er", { boolValue: true }))],
  ])("writes %j by the protocol's JSON rules", (value, expected) => {
    expect(encoded(value)).toEqual(expected);
  });

  it("keeps any string as it is, also with line breaks, quotes and half surrogates", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(encoded(text)).toEqual({ stringValue: text });
      }),
    );
  });
});

function nested(key: string, value: object): object {
  return { kvlistValue: { values: [{ key, value }] } };
}
