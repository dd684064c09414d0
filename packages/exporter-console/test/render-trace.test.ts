// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters } from "node:util";

import { OTEL_SDKS } from "@outlay-test/otel-sdks";
import type { SpanTree } from "@outlay-test/otel-sdks";
import { renderTrace } from "@outlay/exporter-console";
import type { RenderOptions } from "@outlay/exporter-console";
import type { ReadableSpanLike } from "@outlay/semconv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { displayWidth } from "../src/text.ts";
import { TRIP, TROUBLE, call, chat, spansOf } from "./traces.ts";

async function drawn(tree: SpanTree, options: RenderOptions = {}): Promise<string> {
  return renderTrace(await spansOf(tree), options).replaceAll(/trace [0-9a-f]{32}/g, "trace <id>");
}

describe("renderTrace", () => {
  it("draws a trace in a wide terminal", async () => {
    expect(await drawn(TRIP, { columns: 120 })).toMatchInlineSnapshot(`
      "trace <id> · session lisbon-in-may · user user-42
                                                       time  uncached   cached  written   output     cost
      plan-trip                                       21.4s
      ├─ chat claude-sonnet-4-5                        2.9s       412        –    6,204      311  $0.0292  ━━━
      ├─ execute_tool search_flights                  830ms
      │  └─ GET                                       790ms
      ├─ chat claude-sonnet-4-5 ↻1                     3.4s     1,873    6,204    1,120      604  $0.0207  ━━
      ├─ invoke_agent hotel-scout                      7.6s     3,514    1,152        –      978  $0.0143
      │  ├─ chat gpt-5.1                               1.9s     1,204        –        –      188  $0.0034  ╸
      │  ├─ execute_tool search_hotels                 1.2s
      │  ├─ chat gpt-5.1                               3.1s     2,310    1,152        –      790  $0.0109  ━
      │  └─ execute_tool book_hotel ✗ RoomTakenError  140ms
      └─ chat claude-sonnet-4-5                        4.8s     2,940    7,324        –    1,296  $0.0305  ━━━
      ───────────────────────────────────────────────────────────────────────────────────────────────────
      claude-sonnet-4-5 3 calls                                 5,225   13,528    7,324    2,211  $0.0804
      gpt-5.1 2 calls                                           3,514    1,152        –      978  $0.0143
      5 calls                                         21.4s     8,739   14,680    7,324    3,189  $0.0947
                                                              $0.0201  $0.0042  $0.0275  $0.0429
      caching saved $0.0323 (25%)
      "
    `);
  });

  it("draws the same in 80 columns", async () => {
    expect(await drawn(TRIP, { columns: 80 })).toMatchInlineSnapshot(`
      "trace <id> · session lisbon-in-may · user user-42
                                         time uncached  cached written  output    cost
      plan-trip                         21.4s
      ├─ chat claude-sonnet-4-5          2.9s      412       –   6,204     311 $0.0292
      ├─ execute_tool search_flights    830ms
      │  └─ GET                         790ms
      ├─ chat claude-sonnet-4-5 ↻1       3.4s    1,873   6,204   1,120     604 $0.0207
      ├─ invoke_agent hotel-scout        7.6s    3,514   1,152       –     978 $0.0143
      │  ├─ chat gpt-5.1                 1.9s    1,204       –       –     188 $0.0034
      │  ├─ execute_tool search_hotels   1.2s
      │  ├─ chat gpt-5.1                 3.1s    2,310   1,152       –     790 $0.0109
      │  └─ execute_t… ✗ RoomTakenError 140ms
      └─ chat claude-sonnet-4-5          4.8s    2,940   7,324       –   1,296 $0.0305
      ────────────────────────────────────────────────────────────────────────────────
      claude-sonnet-4-5 3 calls                  5,225  13,528   7,324   2,211 $0.0804
      gpt-5.1 2 calls                            3,514   1,152       –     978 $0.0143
      5 calls                           21.4s    8,739  14,680   7,324   3,189 $0.0947
                                               $0.0201 $0.0042 $0.0275 $0.0429
      caching saved $0.0323 (25%)
      "
    `);
  });

  it("marks whatever is not certain about a bill", async () => {
    expect(await drawn(TROUBLE, { columns: 120 })).toMatchInlineSnapshot(`
      "trace <id>
                                                 time   uncached     cached  written   output       cost
      nightly 🌙 数据 report                    1h02m
      ├─ chat gpt-5.1                           12.3s  1,234,567  9,876,543        –   45,678   $3.23     ━━━━━━━━━━
      ├─ chat gpt-5.1                           900ms         90          –        –       12  ~$0.00023  ╸
      ├─ chat claude-sonnet-4-5 abandoned       1m05s        800          ?        ?       40  ≥$0.0030   ╸
      ├─ chat llama-9 → mixtral-2               240ms        640          –        –       25   unpriced
      ├─ chat gpt-5.1 ↻2 ✗ rate_limit_exceeded  30.0s          ?          ?        ?        ?   unpriced
      ├─ ai.generateText.doGenerate             12.3s                                                dup
      └─ chat local                             0.4ms          –          –        –        7   $0
      ──────────────────────────────────────────────────────────────────────────────────────────────────
      gpt-5.1 3 calls                                  1,234,657  9,876,543        –   45,690  ≥$3.23
      claude-sonnet-4-5 1 call                               800          –        –       40  ≥$0.0030
      llama-9 1 call                                         640          –        –       25   unpriced
      local 1 call                                             –          –        –        7   $0
      6 calls                                   1h02m  1,236,097  9,876,543        –   45,762  ≥$3.24
                                                           $1.55      $1.23           $0.4575
      caching saved $11.11 (77%)
      ≥ lower bound: 2 calls unpriced, 1 call with usage partly unknown
      ~ estimated: 1 call
      "
    `);
  });

  it("shortens counts before it cuts names", async () => {
    expect(await drawn(TROUBLE, { columns: 80 })).toMatchInlineSnapshot(`
      "trace <id>
                                        time uncached cached written  output      cost
      nightly 🌙 数据 report           1h02m
      ├─ chat gpt-5.1                  12.3s    1.23M  9.88M       –   45.7k  $3.23
      ├─ chat gpt-5.1                  900ms       90      –       –      12 ~$0.00023
      ├─ chat claude-sonnet… abandoned 1m05s      800      ?       ?      40 ≥$0.0030
      ├─ chat llama-9 → mixtral-2      240ms      640      –       –      25  unpriced
      ├─ chat … ↻2 ✗ rate_limit_excee… 30.0s        ?      ?       ?       ?  unpriced
      ├─ ai.generateText.doGenerate    12.3s                                       dup
      └─ chat local                    0.4ms        –      –       –       7  $0
      ────────────────────────────────────────────────────────────────────────────────
      gpt-5.1 3 calls                           1.23M  9.88M       –   45.7k ≥$3.23
      claude-sonnet-4-5 1 call                    800      –       –      40 ≥$0.0030
      llama-9 1 call                              640      –       –      25  unpriced
      local 1 call                                  –      –       –       7  $0
      6 calls                          1h02m    1.24M  9.88M       –   45.8k ≥$3.24
                                                $1.55  $1.23         $0.4575
      caching saved $11.11 (77%)
      ≥ lower bound: 2 calls unpriced, 1 call with usage partly unknown
      ~ estimated: 1 call
      "
    `);
  });

  it("draws a single call without a bill below it", async () => {
    expect(await drawn(chat("gpt-5.1", 900, [90, 1_024, 0, 12]))).toMatchInlineSnapshot(`
      "trace <id>
                     time  uncached  cached  written  output      cost
      chat gpt-5.1  900ms        90   1,024        –      12  $0.00036
      caching saved $0.0012 (76%)
      "
    `);
  });

  it("draws the same from both major versions of the SDK", async () => {
    const drawings = await Promise.all(OTEL_SDKS.map(async (sdk) => renderTrace(await spansOf(TRIP, sdk))));
    const [first, second] = drawings.map((drawing) => drawing.slice(drawing.indexOf("\n")));
    expect(first).toBe(second);
  });

  it("draws spans in the order they started, in whatever order they come", async () => {
    const spans = await spansOf(TRIP);
    expect(renderTrace(spans.toReversed())).toBe(renderTrace(spans));
  });

  it("draws the same with colours, which take no room", async () => {
    for (const columns of [60, 80, 120, 200]) {
      const colored = await drawn(TROUBLE, { columns, colors: true });
      expect(colored).toContain("\u001b[36mchat");
      expect(stripVTControlCharacters(colored)).toBe(await drawn(TROUBLE, { columns }));
    }
  });

  it("draws in ASCII alone", async () => {
    expect(await drawn(TRIP, { unicode: false })).toMatch(/^[\n -~]+$/);
  });

  it("draws nothing of nothing", () => {
    expect(renderTrace([])).toBe("");
  });

  it("leaves out costs where nothing priced the calls", async () => {
    const attributes = { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5 };
    const calls = { name: "chat", attributes };
    const drawing = await drawn({ name: "agent", children: [calls, calls] });
    expect(drawing).not.toMatch(/\$|unpriced|cost/);
    expect(drawing).toContain("2 calls");
  });

  it("says when writing the cache cost more than it saved", async () => {
    const drawing = await drawn(chat("claude-sonnet-4-5", 900, [10, 0, 10_000, 5]));
    expect(drawing).toContain("caching cost $0.0075 more than it saved");
  });

  it("shows spans whose parent is not there beside one another", async () => {
    const spans = await spansOf(TRIP);
    const withoutRoot = renderTrace(
      spans.filter((span) => span.name !== "plan-trip"),
      { columns: 200 },
    );
    expect(withoutRoot).toMatch(/^chat claude/m);
    expect(withoutRoot).toMatch(/^invoke_agent hotel-scout .*\$0\.0143$/m);
    expect(withoutRoot).toMatch(/^5 calls /m);
  });

  it("cannot be made to move the cursor by the name of a span", async () => {
    const name = "\u001b[2J\u001b]0;owned\u0007line\r\nbreak";
    const drawing = await drawn({ name, attributes: { "session.id": "\u001b[31m" }, children: [{ name: "x" }] });
    // oxlint-disable-next-line no-control-regex -- what is looked for are control characters
    expect(drawing).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it("draws the first 500 lines of a trace and sums up all of it", async () => {
    const children = Array.from({ length: 600 }, () => chat("gpt-5.1", 1, [1, 0, 0, 1]));
    const drawing = await drawn({ name: "loop", children });
    expect(drawing).toContain("… 101 more spans");
    expect(drawing).toMatch(/^600 calls .* 600 /m);
    expect(drawing.split("\n").length).toBeLessThan(510);
  });

  it("draws a trace that is 5 000 spans deep", () => {
    const spans = Array.from({ length: 5_000 }, (_, index) => deepSpan(index));
    const drawing = renderTrace(spans);
    expect(drawing).toContain("… 4,500 more spans");
    expect(drawing).toMatch(/^… +└─ level 499 +1\.0s$/m);
    for (const line of drawing.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(100);
  });

  it("keeps within the width from 66 columns up, whatever is drawn", async () => {
    const tokens = fc.tuple(fc.nat(9_999_999), fc.nat(9_999_999), fc.nat(9_999_999), fc.nat(9_999_999));
    const name = fc.string({ unit: "grapheme", maxLength: 60 });
    const tree = fc.record({
      name,
      children: fc.array(fc.record({ name, attributes: tokens.map((counts) => call("gpt-5.1", counts)) }), {
        maxLength: 4,
      }),
    });
    await fc.assert(
      fc.asyncProperty(tree, fc.integer({ min: 66, max: 200 }), async (given, columns) => {
        const drawing = renderTrace(await spansOf(given), { columns });
        for (const line of drawing.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

function deepSpan(index: number): ReadableSpanLike {
  const id = (of: number): string => of.toString(16).padStart(16, "0");
  const context = { traceId: "0af7651916cd43dd8448eb211c80319c", traceFlags: 1 };
  return {
    name: `level ${index}`,
    kind: 0,
    spanContext: () => ({ ...context, spanId: id(index + 1) }),
    ...(index === 0 ? {} : { parentSpanContext: { ...context, spanId: id(index) } }),
    startTime: [index, 0],
    endTime: [index + 1, 0],
    duration: [1, 0],
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    ended: true,
    resource: { attributes: {} },
    instrumentationScope: { name: "test" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
