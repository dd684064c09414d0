// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startOtlpReceiver, type OtlpReceiver } from "../src/index.ts";

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

interface SpanSketch {
  readonly name: string;
  readonly id: number;
  readonly parent?: number;
  readonly start?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

function tracesBody(...spans: readonly SpanSketch[]): string {
  const wire = spans.map(({ name, id, parent, start = 1, attributes = {} }) => ({
    name,
    traceId: hex(1, 32),
    spanId: hex(id, 16),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent, 16) }),
    kind: 1,
    startTimeUnixNano: String(start),
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: wire }] }] });
}

function post(body: string, path = "/v1/traces", contentType = "application/json"): Promise<Response> {
  return fetch(receiver.url + path, { method: "POST", headers: { "content-type": contentType }, body });
}

describe("the trace tree", () => {
  test("sorts siblings by start time and name, and hides ids", async () => {
    await post(
      tracesBody(
        { name: "second", id: 3, parent: 1, start: 5 },
        { name: "b", id: 5, parent: 2, start: 4 },
        { name: "a", id: 4, parent: 2, start: 4 },
        { name: "first", id: 2, parent: 1, start: 3, attributes: { "gen_ai.system": "openai", other: "x" } },
        { name: "root", id: 1 },
        { name: "orphan", id: 9, parent: 8, start: 9 },
      ),
    );

    expect(receiver.tree({ attributes: ["gen_ai.*"] })).toBe(
      [
        "root [internal]",
        "├─ first [internal]",
        '│  │   gen_ai.system: "openai"',
        "│  ├─ a [internal]",
        "│  └─ b [internal]",
        "└─ second [internal]",
        "orphan [internal]",
      ].join("\n"),
    );
  });

  test("is the same whatever order the spans arrive in", async () => {
    const spans = [
      { name: "x", id: 2, parent: 1, start: 2 },
      { name: "y", id: 3, parent: 1, start: 2 },
      { name: "root", id: 1 },
    ];
    await post(tracesBody(...spans));
    const tree = receiver.tree();
    receiver.clear();
    await post(tracesBody(...spans.toReversed()));

    expect(receiver.tree()).toBe(tree);
  });
});

describe("waiting", () => {
  test("returns what the predicate finds as soon as it has arrived", async () => {
    const found = receiver.waitFor(({ spans }) => spans.find((span) => span.name === "late"));
    await post(tracesBody({ name: "early", id: 1 }));
    await post(tracesBody({ name: "late", id: 2 }));

    expect(await found).toMatchObject({ name: "late", spanId: hex(2, 16) });
  });

  test("fails with what has arrived when the time is up", async () => {
    await post(tracesBody({ name: "only this", id: 1 }));

    await expect(receiver.waitFor(() => false, 1)).rejects.toThrow(
      "waited 1 ms in vain; received:\nonly this [internal]",
    );
  });
});

describe("faults", () => {
  test("answer in order, then exports are accepted again", async () => {
    receiver.enqueue(
      { kind: "status", status: 503, retryAfterSeconds: 2 },
      { kind: "status", status: 400, signal: "logs" },
      { kind: "partial-success", rejected: 1, message: "one too many" },
    );
    const refused = await post(tracesBody({ name: "a", id: 1 }));
    const partial = await post(tracesBody({ name: "b", id: 2 }));
    const accepted = await post(tracesBody({ name: "c", id: 3 }));

    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await partial.json()).toEqual({ partialSuccess: { rejected: 1, errorMessage: "one too many" } });
    expect(await accepted.json()).toEqual({});
    expect(receiver.spans.map((span) => span.name)).toEqual(["b", "c"]);
    expect(receiver.requests).toHaveLength(3);
  });

  test("reset the connection before a response", async () => {
    receiver.enqueue({ kind: "reset" });

    await expect(post(tracesBody({ name: "a", id: 1 }))).rejects.toThrow("fetch failed");
    expect(receiver.spans).toEqual([]);
  });

  test("hold an export until it is released", async () => {
    receiver.enqueue({ kind: "stall" });
    const held = post(tracesBody({ name: "a", id: 1 }));
    await receiver.waitFor(({ requests }) => requests.length === 1);
    expect(receiver.spans).toEqual([]);
    receiver.release();

    expect((await held).status).toBe(200);
    expect(receiver.spans).toHaveLength(1);
  });
});

test("an export given up while it was held is not received", async () => {
  receiver.enqueue({ kind: "stall" });
  const abort = new AbortController();
  const headers = { "content-type": "application/json" };
  const body = tracesBody({ name: "late", id: 1 });
  const held = fetch(`${receiver.url}/v1/traces`, { method: "POST", headers, body, signal: abort.signal });
  await receiver.waitFor(({ requests }) => requests.length === 1);
  abort.abort();
  await expect(held).rejects.toThrow("aborted");
  expect(await receiver.requests[0]?.outcome).toBe("aborted");
  receiver.release();
  await post(tracesBody({ name: "next", id: 2 }));

  expect(receiver.spans.map((span) => span.name)).toEqual(["next"]);
});

describe("the other trees", () => {
  const scoped = (key: string, list: string, records: unknown): string =>
    JSON.stringify({ [`resource${key}`]: [{ [`scope${key}`]: [{ [list]: records }] }] });

  test("show the last point of a cumulative metric and the sum of a delta one", async () => {
    const metric = (name: string, aggregationTemporality: number, asInt: string): object => ({
      name,
      sum: { aggregationTemporality, dataPoints: [{ asInt }] },
    });
    for (const value of ["3", "4"]) {
      await post(scoped("Metrics", "metrics", [metric("total", 2, value), metric("added", 1, value)]), "/v1/metrics");
    }

    expect(receiver.metricTree()).toBe(["added sum", "└─ {} 7", "total sum", "└─ {} 4"].join("\n"));
  });

  test("show log records by time, with the attributes asked for", async () => {
    const attributes = [{ key: "limit", value: { doubleValue: 2 } }];
    const late = { timeUnixNano: "2", severityText: "WARN", eventName: "budget", attributes };
    const early = { timeUnixNano: "1", severityText: "INFO", body: { stringValue: "hello" } };
    await post(scoped("Logs", "logRecords", [late, early]), "/v1/logs");

    expect(receiver.logTree({ attributes: ["limit"] })).toBe(
      ['INFO "hello"', "WARN budget", "    limit: 2"].join("\n"),
    );
  });
});

describe("what is received", () => {
  test("has ids in lower case, as they are compared", async () => {
    const ids = { traceId: "ABCDEF".padEnd(32, "0"), spanId: "FEDCBA".padEnd(16, "0") };
    await post(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: "a", ...ids }] }] }] }));

    expect(receiver.spans[0]).toMatchObject({ traceId: ids.traceId.toLowerCase(), spanId: ids.spanId.toLowerCase() });
  });

  test("comes to Langfuse's path as well, with its headers on record", async () => {
    const url = `${receiver.url}/api/public/otel/v1/traces`;
    const headers = {
      "content-type": "application/json",
      authorization: "Basic cGs6c2s=",
      "x-langfuse-ingestion-version": "4",
    };
    await fetch(url, { method: "POST", headers, body: tracesBody({ name: "a", id: 1 }) });

    expect(receiver.requests).toMatchObject([{ path: "/api/public/otel/v1/traces", headers }]);
    expect(receiver.spans).toHaveLength(1);
  });

  test.each([
    { what: "text that is not JSON", body: "{", problem: "JSON" },
    {
      what: "a span without ids",
      body: '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"x"}]}]}]}',
      problem: "traceId",
    },
    { what: "an unknown path", body: "{}", path: "/v2/traces", problem: "no such endpoint: POST /v2/traces" },
    { what: "another content type", body: "", contentType: "text/plain", problem: "got text/plain" },
    {
      what: "a metric of no known kind",
      body: '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m"}]}]}]}',
      path: "/v1/metrics",
      problem: "metric m",
    },
  ])("is refused with 400 and a reason: $what", async ({ body, path, contentType, problem }) => {
    const response = await post(body, path, contentType);

    expect(response.status).toBe(400);
    expect(receiver.problems).toEqual([expect.stringContaining(problem)]);
  });

  test("keeps integers beyond 2^53 exact", async () => {
    const attribute = { key: "big", value: { intValue: "9007199254740993" } };
    const span = { name: "a", traceId: hex(1, 32), spanId: hex(1, 16), attributes: [attribute] };
    await post(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));

    expect(receiver.spans[0]?.attributes).toEqual({ big: 9_007_199_254_740_993n });
  });
});
