// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ProviderCall, endOpenStreams, followAsyncIterable, followPromise } from "../../src/index.ts";
import type { CallAdapter, Operation } from "../../src/index.ts";
import { collectGarbage } from "../collect-garbage.ts";
import { ADAPTER, CountingReducer, HOST, REQUEST, recordOperations, startCall } from "../fake-call.ts";

let operations: Operation[];
let stop: () => void;
beforeEach(() => {
  [operations, stop] = recordOperations();
});
afterEach(() => {
  stop();
  expect(endOpenStreams(0, Date.now())).toBe(0);
});

const ended = (): unknown => operations.map(({ status, usage }) => ({ status, ...usage }));

async function* chunks(...items: readonly unknown[]): AsyncGenerator {
  for (const item of items) {
    await setImmediate();
    if (item instanceof Error) throw item;
    yield item;
  }
}

/** Gives a new iterator each time, as the streams of many SDKs do. */
function iterable(...items: readonly unknown[]): AsyncIterable<unknown> {
  return { [Symbol.asyncIterator]: () => chunks(...items) };
}

async function read(stream: AsyncIterable<unknown>, until?: unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const chunk of stream) {
    seen.push(chunk);
    if (chunk === until) break;
  }
  return seen;
}

describe("a followed promise", () => {
  it("ends its call with the answer, and gives the very answer on", async () => {
    const answer = { text: "hello" };
    expect(await followPromise(Promise.resolve(answer), startCall(), ADAPTER)).toBe(answer);
    expect(ended()).toEqual([{ status: "ok", inputTokens: 10, outputTokens: 5 }]);
  });

  it("ends its call with the error, and rejects with the very error", async () => {
    const error = new RangeError("no");
    await expect(followPromise(Promise.reject(error), startCall(), ADAPTER)).rejects.toBe(error);
    expect(operations).toMatchObject([{ status: "error", errorType: "RangeError" }]);
  });

  it("gives a web stream of the SDK's own class on as one, and follows it however it is read", async () => {
    class OwnStream extends ReadableStream<unknown> {}
    const call = new ProviderCall(HOST, { ...REQUEST, stream: true }, { provider: "test" });
    const answer = new OwnStream({
      start(controller) {
        for (const item of [1, 2, 3]) controller.enqueue(item);
        controller.close();
      },
    });
    const stream = await followPromise(Promise.resolve(answer), call, {
      ...ADAPTER,
      stream: () => new CountingReducer(),
    });
    expect(stream).toBeInstanceOf(OwnStream);
    const reader = (stream as OwnStream).getReader();
    let count = 0;
    while (!(await reader.read()).done) count += 1;
    expect(count).toBe(3);
    expect(operations).toMatchObject([{ status: "ok", usage: { outputTokens: 3 } }]);
  });

  it("tells an abort from an error", async () => {
    const abort = new DOMException("stopped", "AbortError");
    await expect(followPromise(Promise.reject(abort), startCall(), ADAPTER)).rejects.toBe(abort);
    expect(operations).toMatchObject([{ status: "aborted", errorType: "AbortError" }]);
  });

  it("is as unhandled as it was when nobody listens", async () => {
    const reasons: unknown[] = [];
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (reason) => reasons.push(reason));
    try {
      const error = new Error("nobody's");
      followPromise(Promise.reject(error), startCall(), ADAPTER);
      await setImmediate();
      expect(reasons).toEqual([error]);
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const listener of listeners) process.on("unhandledRejection", listener);
    }
  });

  it("survives an answer that cannot be read", async () => {
    expect(await followPromise(Promise.resolve("bad"), startCall(), ADAPTER)).toBe("bad");
    expect(ended()).toEqual([{ status: "ok" }]);
  });

  it("that is none ends its call at once", () => {
    expect(followPromise("a plain value", startCall(), ADAPTER)).toBe("a plain value");
    expect(operations).toHaveLength(1);
  });

  it("follows the stream it resolves to, or the one inside of what it resolves to", async () => {
    const call = (): ProviderCall => new ProviderCall(HOST, { ...REQUEST, stream: true }, { provider: "test" });
    const inside: CallAdapter = { ...ADAPTER, streamIn: (value) => Reflect.get(Object(value), "stream") };
    const stream = (await followPromise(Promise.resolve(iterable(1, 2)), call(), ADAPTER)) as AsyncIterable<unknown>;
    const output = (await followPromise(Promise.resolve({ stream: chunks(1, 2, 3) }), call(), inside)) as {
      readonly stream: AsyncIterable<unknown>;
    };
    expect(operations).toEqual([]);
    expect([await read(stream), await read(output.stream)]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    expect(ended()).toEqual([
      { status: "ok", inputTokens: 10, outputTokens: 2 },
      { status: "ok", inputTokens: 10, outputTokens: 3 },
    ]);
  });
});

describe.each([
  ["a generator", chunks],
  ["an iterable", iterable],
])("%s that is followed", (_name, make) => {
  const follow = (...items: readonly unknown[]): AsyncIterable<unknown> => {
    const stream = make(...items);
    followAsyncIterable(stream, startCall(), new CountingReducer());
    return stream;
  };

  it("passes every item on and ends its call at the end", async () => {
    expect(await read(follow(1, 2, 3))).toEqual([1, 2, 3]);
    expect(ended()).toEqual([{ status: "ok", inputTokens: 10, outputTokens: 3 }]);
  });

  it("ends as abandoned when the reader breaks off", async () => {
    expect(await read(follow(1, 2, 3), 2)).toEqual([1, 2]);
    expect(ended()).toEqual([{ status: "abandoned", inputTokens: 10 }]);
  });

  it("ends as an error when the reading fails, and the very error goes on", async () => {
    const error = new TypeError("the connection broke");
    await expect(read(follow(1, error))).rejects.toBe(error);
    expect(operations).toMatchObject([{ status: "error", errorType: "TypeError" }]);
  });

  it("ends as aborted when the reading is aborted", async () => {
    const abort = new DOMException("stopped", "AbortError");
    await expect(read(follow(1, abort))).rejects.toBe(abort);
    expect(operations).toMatchObject([{ status: "aborted" }]);
  });

  it("ends as abandoned when nobody holds it any more", async () => {
    follow(1);
    await collectGarbage();
    expect(operations).toMatchObject([{ status: "abandoned" }]);
  });

  it("shows nothing of ours among its keys", () => {
    const stream = follow(1);
    expect(Object.keys(stream)).toEqual([]);
    endOpenStreams(0, Date.now());
  });
});
