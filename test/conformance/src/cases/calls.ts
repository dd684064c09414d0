// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode, context, trace } from "@opentelemetry/api";
import { withAttributes } from "@outlay/core";
import { expect, it } from "vitest";

import { ANSWER, PROMPT, stable } from "../suite.ts";
import type { Suite } from "../suite.ts";

/** Calls that are answered whole. */
export function callCases(suite: Suite): void {
  const { surface } = suite;

  it("records one client span with everything known of a call", async () => {
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });

    expect(stable(await suite.onlySpan())).toEqual({
      name: surface.spanName,
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        ...surface.requestAttributes,
        ...surface.responseAttributes,
        ...surface.usage.attributes,
        "outlay.usage.status": "reported",
      },
      events: [],
      links: [],
    });
  });

  it("records token usage and duration", async () => {
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });

    const points = await suite.telemetry.histograms();
    const tokens = (type: string): number | undefined =>
      points.find((point) => point.attributes["gen_ai.token.type"] === type)?.sum;
    expect(tokens("input")).toBe(surface.usage.attributes["gen_ai.usage.input_tokens"]);
    expect(tokens("output")).toBe(surface.usage.attributes["gen_ai.usage.output_tokens"]);
    expect(points.find((point) => point.metric === "gen_ai.client.operation.duration")).toMatchObject({ count: 1 });
    expect(points.some((point) => point.metric === "gen_ai.client.operation.time_to_first_chunk")).toBe(false);
  });

  it("leaves missing usage unknown", async () => {
    suite.provider.enqueue(suite.step({ usage: "omit" }));
    // Some SDKs refuse such an answer themselves.
    await Promise.allSettled([surface.create(suite.provider, { prompt: PROMPT })]);

    const { attributes } = await suite.onlySpan();
    expect(attributes["outlay.usage.status"]).toBe("missing");
    expect(Object.keys(attributes).filter((name) => name.includes(".usage."))).toEqual(["outlay.usage.status"]);
    const points = await suite.telemetry.histograms();
    expect(points.some((point) => point.metric === "gen_ai.client.token.usage")).toBe(false);
  });

  it("never turns absurd usage into counts", async () => {
    const absurd = Object.fromEntries(
      Object.keys(surface.usage.wire).map((key, index) => [key, [-5, Infinity, "many", 1.5][index % 4]]),
    );
    suite.provider.enqueue(suite.step({ usage: absurd }));
    await Promise.allSettled([surface.create(suite.provider, { prompt: PROMPT })]);

    const { attributes } = await suite.onlySpan();
    const counts = Object.entries(attributes).filter(([name]) => name.includes("tokens"));
    expect(counts.filter(([, count]) => !(Number.isInteger(count) && Number(count) >= 0))).toEqual([]);
    expect(attributes["outlay.usage.status"]).not.toBe("reported");
  });

  it("ignores fields it does not know", async () => {
    suite.provider.enqueue(
      suite.step({ fields: { brand_new: { deep: [1] } }, usage: { ...surface.usage.wire, brand_new_tokens: 7 } }),
    );
    await surface.create(suite.provider, { prompt: PROMPT });

    const { attributes } = await suite.onlySpan();
    expect(attributes).toMatchObject(surface.usage.attributes);
    expect(JSON.stringify(attributes)).not.toContain("brand_new");
  });

  it("keeps concurrent calls apart", async () => {
    const COUNT = 10;
    const { tracer } = suite.telemetry;
    await Promise.all(
      Array.from({ length: COUNT }, (_, index) =>
        tracer.startActiveSpan(`parent ${index}`, async (parent) => {
          await surface.create(suite.provider, { prompt: `${PROMPT} (${index})` });
          parent.end();
        }),
      ),
    );

    const spans = await suite.spans();
    expect(spans).toHaveLength(COUNT);
    expect(new Set(spans.map((span) => span.parentSpanContext?.spanId)).size).toBe(COUNT);
    const requests = suite.provider.requests.slice(-COUNT).map((request) => request.text());
    expect(new Set(requests).size).toBe(COUNT);
  });

  it("is a child of the active span, carries its scope, and does not stay active", async () => {
    suite.provider.enqueue(suite.step());
    await suite.telemetry.tracer.startActiveSpan("parent", async (parent) => {
      await withAttributes({ "session.id": "s-1" }, async () => {
        await surface.create(suite.provider, { prompt: PROMPT });
        expect(trace.getSpan(context.active())).toBe(parent);
      });
      parent.end();

      // parent
      // └── call
      const span = await suite.onlySpan();
      expect(span.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
      expect(span.attributes["session.id"]).toBe("s-1");
    });
  });

  if (surface.toolCallAttributes) {
    it("records an answer that asks for a tool", async () => {
      suite.provider.enqueue({ toolCalls: [{ name: "lookup", arguments: { city: "Paris" }, id: "call_lookup_1" }] });
      await surface.create(suite.provider, { prompt: PROMPT, tools: true });

      const { attributes } = await suite.onlySpan();
      expect(attributes).toMatchObject(surface.toolCallAttributes ?? {});
    });
  }

  if (surface.images) {
    it("records a call with an image, without the image", async () => {
      suite.provider.enqueue(suite.step());
      await surface.create(suite.provider, { prompt: PROMPT, image: true });

      const { attributes } = await suite.onlySpan();
      expect(attributes).toMatchObject(surface.usage.attributes);
      expect(JSON.stringify(attributes)).not.toContain("base64");
    });
  }

  it("says nothing of what was asked and answered", async () => {
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });

    const span = await suite.onlySpan();
    const told = JSON.stringify([span.name, span.attributes, span.status, span.events]);
    expect(told).not.toContain(PROMPT);
    expect(told).not.toContain(ANSWER);
  });
}
