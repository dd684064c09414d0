// SPDX-License-Identifier: Apache-2.0
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpanLike } from "@outlay/semconv";
import { endOpenStreams } from "@outlay/core";
import { describe, expect, it } from "vitest";

import type { SdkStreamLike, StreamWay, Surface } from "../contract.ts";
import { PROMPT, readAll, rejectionOf, stable } from "../suite.ts";
import type { Suite } from "../suite.ts";

type OpenStream = NonNullable<Surface["stream"]>;

const EVERY_WAY: readonly StreamWay[] = ["controller", "signal", "tee", "toReadableStream"];

/** Calls whose answer is a stream: the span ends once, however the stream does. */
export function streamCases(suite: Suite): void {
  const open = suite.surface.stream;
  if (open === undefined) return;
  describe("stream", () => {
    completeStreams(suite, open);
    otherWaysOfReading(suite, open, suite.surface.streamWays ?? EVERY_WAY);
    brokenStreams(suite, open);
    abortedStreams(suite, open, suite.surface.streamWays ?? EVERY_WAY);
  });
}

function completeStreams(suite: Suite, open: OpenStream): void {
  const { surface } = suite;

  it("records one span with everything known of a stream read to its end", async () => {
    suite.provider.enqueue(suite.step());
    const chunks = await readAll(await open(suite.provider, { prompt: PROMPT }));

    expect(chunks.length).toBeGreaterThan(2);
    expect(stable(await suite.onlySpan())).toEqual({
      name: surface.spanName,
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        ...surface.requestAttributes,
        ...surface.responseAttributes,
        ...surface.usage.attributes,
        ...surface.streamAttributes,
        "gen_ai.request.stream": true,
        "outlay.usage.status": "reported",
        firstChunk: "number",
      },
      events: [],
      links: [],
    });
  });

  it("records the time to the first chunk", async () => {
    suite.provider.enqueue(suite.step());
    await readAll(await open(suite.provider, { prompt: PROMPT }));

    const points = await suite.telemetry.histograms();
    expect(points.filter((point) => point.metric === "gen_ai.client.operation.time_to_first_chunk")).toHaveLength(1);
  });

  it("hands out the SDK's own stream and every chunk of it", async () => {
    suite.provider.enqueue(suite.step());
    const traced = await open(suite.provider, { prompt: PROMPT });
    const tracedChunks = await readAll(traced);
    suite.instrumentation.disable();
    try {
      suite.provider.enqueue(suite.step());
      const plain = await open(suite.provider, { prompt: PROMPT });
      expect(Object.getPrototypeOf(traced)).toBe(Object.getPrototypeOf(plain));
      expect(tracedChunks).toHaveLength((await readAll(plain)).length);
    } finally {
      suite.instrumentation.enable();
    }
  });

  it("leaves usage unknown when the stream does not tell it", async () => {
    suite.provider.enqueue(suite.step({ usage: "omit" }));
    // Some SDKs refuse such a stream themselves, when it is opened or as it is read.
    await Promise.allSettled([open(suite.provider, { prompt: PROMPT }).then(readAll)]);

    expectUnknownOutput(await suite.onlySpan());
  });
}

function otherWaysOfReading(suite: Suite, open: OpenStream, ways: readonly StreamWay[]): void {
  if (ways.includes("tee"))
    it("counts a stream read through tee() once", async () => {
      suite.provider.enqueue(suite.step());
      const [left, right] = (await open(suite.provider, { prompt: PROMPT })).tee?.() ?? [];
      if (left === undefined || right === undefined) throw new Error("this stream has no tee()");
      const [first, second] = await Promise.all([readAll(left), readAll(right)]);

      expect(first).toEqual(second);
      expect((await suite.onlySpan()).attributes).toMatchObject(suite.surface.usage.attributes);
    });

  if (ways.includes("toReadableStream"))
    it("sees a stream read through toReadableStream()", async () => {
      suite.provider.enqueue(suite.step());
      const readable = (await open(suite.provider, { prompt: PROMPT })).toReadableStream?.();
      if (readable === undefined) throw new Error("this stream has no toReadableStream()");
      await readAll(readable);

      expect((await suite.onlySpan()).attributes).toMatchObject(suite.surface.usage.attributes);
    });

  if (suite.surface.traits?.readsOnce !== false)
    it("keeps the SDK's refusal to read a stream twice", async () => {
      suite.provider.enqueue(suite.step());
      const stream = await open(suite.provider, { prompt: PROMPT });
      await readAll(stream);

      expect(await rejectionOf(readAll(stream))).toBeInstanceOf(Error);
      expect((await suite.onlySpan()).status.code).toBe(SpanStatusCode.UNSET);
    });
}

function abortedStreams(suite: Suite, open: OpenStream, ways: readonly StreamWay[]): void {
  const aborters = (["controller", "signal"] as const).filter((way) => ways.includes(way));
  if (aborters.length === 0) return;

  it.each(aborters)("ends the span when the reading is aborted by its %s", async (by) => {
    const caller = new AbortController();
    suite.provider.enqueue(suite.step({ fault: { kind: "pause", afterEvents: 2 } }));
    const stream = await open(suite.provider, { prompt: PROMPT, signal: caller.signal });
    let read = 0;
    const reading = async (): Promise<void> => {
      for await (const _ of stream) {
        read += 1;
        (by === "signal" ? caller : stream.controller)?.abort();
      }
    };
    // Some SDKs end an aborted stream, others throw.
    await Promise.allSettled([reading()]);

    expect(read).toBeGreaterThan(0);
    const span = await suite.onlySpan();
    expect(span.attributes["outlay.operation.outcome"]).toBe("aborted");
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expectUnknownOutput(span);
  });

  it.each(aborters)("ends the span when the reading is aborted by its %s while a read is waiting", async (by) => {
    const caller = new AbortController();
    suite.provider.enqueue(suite.step({ fault: { kind: "pause", afterEvents: 2 } }));
    const stream = await open(suite.provider, { prompt: PROMPT, signal: caller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    (by === "signal" ? caller : stream.controller)?.abort();
    // Where the second chunk was there already, the abort is met by the third.
    await Promise.allSettled([waiting.then(() => readAll({ [Symbol.asyncIterator]: () => iterator }))]);

    const span = await suite.onlySpan();
    expect(span.attributes["outlay.operation.outcome"]).toBe("aborted");
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expectUnknownOutput(span);
  });

  if (ways.includes("controller"))
    it("ends the span when the stream is aborted before it is read", async () => {
      suite.provider.enqueue(suite.step({ fault: { kind: "pause", afterEvents: 1 } }));
      const stream = await open(suite.provider, { prompt: PROMPT });
      stream.controller?.abort();

      const span = await suite.onlySpan();
      expect(span.attributes["outlay.operation.outcome"]).toBe("aborted");
      expectUnknownOutput(span);
    });
}

function brokenStreams(suite: Suite, open: OpenStream): void {
  const { surface } = suite;

  it("ends the span when the reader breaks off", async () => {
    suite.provider.enqueue(suite.step());
    for await (const _ of await open(suite.provider, { prompt: PROMPT })) break;

    const span = await suite.onlySpan();
    expect(span.attributes["outlay.operation.outcome"]).toBe("abandoned");
    expectUnknownOutput(span);
  });

  it("types a stream whose connection breaks midway", async () => {
    suite.provider.enqueue(suite.step({ fault: { kind: "reset", afterEvents: 3 } }));
    const rejection = await rejectionOf(readAll(await open(suite.provider, { prompt: PROMPT })));

    expect(rejection).toBeInstanceOf(Error);
    const span = await suite.onlySpan();
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    expectUnknownOutput(span);
  });

  const { streamError } = surface.errors;
  if (streamError !== undefined)
    it("types a stream that tells of an error, whether the SDK throws it or hands it out", async () => {
      suite.provider.enqueue(suite.step({ fault: { kind: "stream-error", afterEvents: 3 } }));
      await Promise.allSettled([readAll(await open(suite.provider, { prompt: PROMPT }))]);

      const span = await suite.onlySpan();
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: streamError });
      expect(span.attributes["error.type"]).toBe(streamError);
      expectUnknownOutput(span);
    });

  it("leaves usage unknown when the stream ends too soon", async () => {
    suite.provider.enqueue(suite.step({ fault: { kind: "truncate", afterEvents: 2 } }));
    await Promise.allSettled([readAll(await open(suite.provider, { prompt: PROMPT }))]);

    expectUnknownOutput(await suite.onlySpan());
  });

  it("types a refused stream", async () => {
    suite.provider.enqueue({ fault: { kind: "status", status: 429 } });
    await rejectionOf(open(suite.provider, { prompt: PROMPT }));

    const { attributes } = await suite.onlySpan();
    const { rateLimited, refusedStream = rateLimited } = surface.errors;
    expect(attributes).toMatchObject({ "error.type": refusedStream, "gen_ai.request.stream": true });
  });

  it("does not end the span of an unread stream until it is given up", async () => {
    suite.provider.enqueue(suite.step());
    const stream: SdkStreamLike = await open(suite.provider, { prompt: PROMPT });
    expect(await suite.spans()).toEqual([]);

    expect(endOpenStreams(0, Date.now())).toBe(1);
    const span = await suite.onlySpan();
    expect(span.attributes["outlay.operation.outcome"]).toBe("abandoned");
    expect((await readAll(stream)).length).toBeGreaterThan(2);
    expect(await suite.spans()).toHaveLength(1);
  });
}

/** After a break the output is not known, whatever was said before; and unknown is not 0. */
function expectUnknownOutput(span: ReadableSpanLike): void {
  expect(span.attributes["outlay.usage.status"]).toBeOneOf(["missing", "partial"]);
  expect(span.attributes).not.toHaveProperty(["gen_ai.usage.output_tokens"]);
}
