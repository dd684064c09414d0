// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { endOpenStreams, problemCounts } from "../../src/index.ts";
import type { Operation } from "../../src/index.ts";
import { followStream, isSdkStream } from "../../src/stainless/follow-stream.ts";
import { collectGarbage } from "../collect-garbage.ts";
import { CountingReducer, recordOperations, startCall } from "../fake-call.ts";

/** Shaped like the SDKs' own: one iterator, and a controller that a `break` and an error abort. */
class Stream implements AsyncIterable<unknown> {
  readonly controller: AbortController = new AbortController();
  iterator: () => AsyncIterator<unknown>;

  constructor(chunks: readonly unknown[], error?: Error) {
    const { controller } = this;
    this.iterator = async function* read(): AsyncGenerator {
      let done = false;
      try {
        for (const chunk of chunks) {
          await setImmediate();
          if (controller.signal.aborted) return;
          yield chunk;
        }
        if (error !== undefined) throw error;
        done = true;
      } finally {
        if (!done) controller.abort();
      }
    };
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return this.iterator();
  }
}

let operations: Operation[];
let stop: () => void;
beforeEach(() => {
  [operations, stop] = recordOperations();
});
afterEach(() => {
  stop();
  // Nothing may be left open, whatever became of the stream.
  expect(endOpenStreams(0, Date.now())).toBe(0);
});

function follow(chunks: readonly unknown[], error?: Error): Stream {
  const stream = new Stream(chunks, error);
  followStream(stream, startCall(), new CountingReducer());
  return stream;
}

async function read(stream: AsyncIterable<unknown>, until?: unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const chunk of stream) {
    seen.push(chunk);
    if (chunk === until) break;
  }
  return seen;
}

const ended = (): unknown => operations.map(({ status, usageStatus, usage }) => ({ status, usageStatus, ...usage }));
const WHOLE = { status: "ok", usageStatus: "reported", inputTokens: 10, outputTokens: 3 };

describe("a followed stream", () => {
  it("passes every chunk on and ends its call at the end", async () => {
    expect(await read(follow([1, 2, 3]))).toEqual([1, 2, 3]);
    expect(ended()).toEqual([WHOLE]);
    expect(operations[0]?.timeToFirstChunkMs).toBeGreaterThanOrEqual(0);
  });

  it("passes on chunks that are falsy", async () => {
    expect(await read(follow([0, "", null]))).toEqual([0, "", null]);
  });

  it("keeps the chunks that are ours from the reader, also the last one", async () => {
    expect(await read(follow([1, "ours", "ours"]))).toEqual([1]);
    expect(ended()).toEqual([WHOLE]);
  });

  it("ends as abandoned when the reader breaks off", async () => {
    expect(await read(follow([1, 2, 3]), 2)).toEqual([1, 2]);
    expect(ended()).toEqual([{ status: "abandoned", usageStatus: "reported", inputTokens: 10 }]);
  });

  it("ends as aborted when the SDK ends it silently after an abort", async () => {
    const stream = follow([1, 2, 3]);
    const seen: unknown[] = [];
    for await (const chunk of stream) {
      seen.push(chunk);
      stream.controller.abort();
    }
    expect(seen).toEqual([1]);
    expect(operations.map(({ status }) => status)).toEqual(["aborted"]);
  });

  it("ends as aborted when it is aborted before anybody reads", () => {
    follow([1]).controller.abort();
    expect(operations.map(({ status }) => status)).toEqual(["aborted"]);
  });

  it("ends as an error when the reading fails, and the very error goes on", async () => {
    const error = new TypeError("the connection broke");
    await expect(read(follow([1], error))).rejects.toBe(error);
    expect(operations).toMatchObject([{ status: "error", errorType: "TypeError" }]);
  });

  it("ends once, however often it is aborted, read and given up", async () => {
    const stream = follow([1, 2, 3]);
    await read(stream);
    stream.controller.abort();
    endOpenStreams(0, Date.now());
    expect(ended()).toEqual([WHOLE]);
  });

  it("ends as abandoned when it was idle for long enough, and can still be read", async () => {
    const stream = follow([1, 2, 3]);
    expect(endOpenStreams(60_000, Date.now())).toBe(0);
    expect(endOpenStreams(60_000, Date.now() + 60_001)).toBe(1);
    expect(await read(stream)).toEqual([1, 2, 3]);
    expect(operations.map(({ status }) => status)).toEqual(["abandoned"]);
  });

  it("answers reads that were asked for all at once, in order", async () => {
    const reader = follow([1, 2]).iterator();
    const results = await Promise.all([reader.next(), reader.next(), reader.next()]);
    expect(results.map(({ value, done }) => [value, done])).toEqual([
      [1, false],
      [2, false],
      [undefined, true],
    ]);
    expect(operations.map(({ status }) => status)).toEqual(["ok"]);
  });

  it("goes on for the reader when a chunk cannot be read, with the bill in doubt", async () => {
    const before = problemCounts().get("stream.reduce") ?? 0;
    expect(await read(follow([1, "bad", "bad"]))).toEqual([1, "bad", "bad"]);
    expect(operations).toMatchObject([{ status: "ok", usageStatus: "partial" }]);
    expect(problemCounts().get("stream.reduce")).toBe(before + 1);
  });

  it("lets a reader that goes by hand throw into it", async () => {
    const reader = follow([1, 2]).iterator();
    await reader.next();
    const error = new Error("the reader's own");
    await expect(reader.throw?.(error)).rejects.toBe(error);
    expect(operations.map(({ status }) => status)).toEqual(["error"]);
  });
});

describe("a followed stream that nobody holds", () => {
  /** Its chunks come from elsewhere: reading does not hold it by itself. */
  function followDetached(chunks: readonly unknown[]): Stream {
    const source = new Stream(chunks);
    const stream = new Stream([]);
    stream.iterator = () => source.iterator();
    followStream(stream, startCall(), new CountingReducer());
    return stream;
  }

  it("ends as abandoned when it is collected", async () => {
    follow([1]);
    await collectGarbage();
    expect(operations.map(({ status }) => status)).toEqual(["abandoned"]);
  });

  it("lives on while somebody reads it", async () => {
    const reader = followDetached([1, 2, 3]).iterator();
    await reader.next();
    await collectGarbage();
    expect(operations).toEqual([]);
    await reader.return?.();
  });
});

describe("an SDK's stream", () => {
  const values: readonly (readonly [value: unknown, isStream: boolean])[] = [
    [new Stream([]), true],
    [{ iterator: () => undefined, controller: {} }, false],
    [{ controller: new AbortController() }, false],
    [null, false],
    ["text", false],
  ];
  it.each(values)("is told by its fields: %o", (value, expected) => {
    expect(isSdkStream(value)).toBe(expected);
  });
});
