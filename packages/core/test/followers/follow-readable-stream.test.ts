// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { endOpenStreams, followReadableStream } from "../../src/index.ts";
import type { Operation } from "../../src/index.ts";
import { collectGarbage } from "../collect-garbage.ts";
import { CountingReducer, recordOperations, startCall } from "../fake-call.ts";

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

/** A source that counts how often it is asked, and remembers why it was cancelled. */
function source(...items: readonly unknown[]): ReadableStream<unknown> & { asked: number; reason?: unknown } {
  const rest = [...items];
  const stream = Object.assign(
    new ReadableStream<unknown>(
      {
        pull(controller) {
          stream.asked += 1;
          const item = rest.shift();
          if (item instanceof Error) controller.error(item);
          else if (item === undefined) controller.close();
          else controller.enqueue(item);
        },
        cancel(reason) {
          Object.assign(stream, { reason });
        },
      },
      { highWaterMark: 0 },
    ),
    { asked: 0 },
  );
  return stream;
}

const follow = (stream: ReadableStream<unknown>, facts = {}): ReadableStream<unknown> =>
  followReadableStream(stream, startCall(), new CountingReducer(), facts);

async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const chunks: unknown[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("a followed web stream", () => {
  it("gives every chunk on, and ends its call with the last", async () => {
    const chunks = [{ a: 1 }, { b: 2 }];
    const read = await readAll(follow(source(...chunks)));

    expect(read.map((chunk, index) => chunk === chunks[index])).toEqual([true, true]);
    expect(ended()).toEqual([{ status: "ok", inputTokens: 10, outputTokens: 2 }]);
  });

  it("is not read before somebody reads it, and never ahead", async () => {
    const inner = source("a", "b", "c");
    const reader = follow(inner).getReader();
    await Promise.resolve();
    expect(inner.asked).toBe(0);
    await reader.read();
    expect(inner.asked).toBe(1);
    await reader.cancel();
    expect(ended()).toEqual([{ status: "abandoned", inputTokens: 10 }]);
  });

  it("is followed through pipes and both halves of a tee", async () => {
    const [left, right] = follow(source("a", "b")).pipeThrough(new TransformStream()).tee();

    expect(await Promise.all([readAll(left), readAll(right)])).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(ended()).toEqual([{ status: "ok", inputTokens: 10, outputTokens: 2 }]);
  });

  it("fails with the very error", async () => {
    const error = new RangeError("no");
    await expect(readAll(follow(source("a", error)))).rejects.toBe(error);
    expect(operations).toMatchObject([{ status: "error", errorType: "RangeError" }]);
  });

  it("tells an abort from an error, whatever the reason that it was given", async () => {
    const controller = new AbortController();
    const reason = new Error("the user left");
    const stream = follow(source("a", reason), { signal: controller.signal });
    const reader = stream.getReader();
    await reader.read();
    const next = reader.read();
    controller.abort(reason);

    await expect(next).rejects.toBe(reason);
    expect(operations).toMatchObject([{ status: "aborted" }]);
  });

  it("passes the reason of a cancellation on", async () => {
    const inner = source("a");
    await follow(inner).cancel("enough");

    expect(inner).toMatchObject({ reason: "enough" });
    expect(operations).toMatchObject([{ status: "abandoned" }]);
  });

  it("keeps a chunk that is ours from the reader", async () => {
    expect(await readAll(follow(source("a", "ours", "b")))).toEqual(["a", "b"]);
  });

  it("does not take a preamble for the first piece of the answer", async () => {
    const isPreamble = (chunk: unknown): boolean => chunk === "start";
    const reader = follow(source("start", "a"), { isPreamble }).getReader();
    expect(await reader.read()).toEqual({ done: false, value: "start" });
    await reader.cancel();
    expect(operations[0]?.timeToFirstChunkMs).toBeUndefined();
  });

  it("ends its call with the last chunk that matters, before anybody has it", async () => {
    const reader = follow(source("a", "last", "more"), { isLast: (chunk: unknown) => chunk === "last" }).getReader();
    await reader.read();
    expect(operations).toEqual([]);
    await reader.read().then(() => expect(ended()).toEqual([{ status: "ok", inputTokens: 10, outputTokens: 2 }]));
    expect(await reader.read()).toEqual({ done: false, value: "more" });
    await reader.cancel();
    expect(operations).toHaveLength(1);
  });

  it("survives a chunk that the reducer cannot read", async () => {
    expect(await readAll(follow(source("a", "bad", "b")))).toEqual(["a", "bad", "b"]);
    expect(operations).toMatchObject([{ status: "ok", usageStatus: "partial" }]);
  });

  it("ends as abandoned when nobody holds it any more", async () => {
    let held: ReadableStream | undefined = follow(source("a"));
    expect(held.locked).toBe(false);
    held = undefined;
    await collectGarbage();

    expect(operations).toMatchObject([{ status: "abandoned" }]);
  });
});
