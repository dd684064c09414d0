// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { followApiPromise, problemCounts } from "../../src/index.ts";
import type { Operation } from "../../src/index.ts";
import { collectGarbage } from "../collect-garbage.ts";
import { ADAPTER, recordOperations, startCall } from "../fake-call.ts";

interface Answer {
  readonly response: string;
  readonly body: unknown;
}

/** The SDKs' own lazy promise, as `core/api-promise` has it in openai 4–6 and @anthropic-ai/sdk. */
class ApiPromise<T> extends Promise<T> {
  responsePromise: Promise<Answer>;
  parseResponse: (answer: Answer) => Promise<T>;
  parsedPromise?: Promise<T>;
  parsed = 0;

  constructor(answer: Promise<Answer>, parse: (answer: Answer) => Promise<T>) {
    super((resolve) => resolve(null as T));
    this.responsePromise = answer;
    this.parseResponse = parse;
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  _thenUnwrap<U>(transform: (value: T, answer: Answer) => U): ApiPromise<U> {
    return new ApiPromise(this.responsePromise, async (answer) => transform(await this.parseResponse(answer), answer));
  }

  asResponse(): Promise<string> {
    return this.responsePromise.then((answer) => answer.response);
  }

  async withResponse(): Promise<{ data: T; response: string }> {
    const [data, response] = await Promise.all([this.parse(), this.asResponse()]);
    return { data, response };
  }

  parse(): Promise<T> {
    return (this.parsedPromise ??= this.responsePromise.then((answer) => this.parseResponse(answer)));
  }

  // oxlint-disable-next-line unicorn/no-thenable -- the SDKs' promise is one
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.parse().then(onFulfilled, onRejected);
  }
}

let operations: Operation[];
let stop: () => void;
let parses: number;
beforeEach(() => {
  parses = 0;
  [operations, stop] = recordOperations();
});
afterEach(() => stop());

function send(body: unknown, error?: unknown): ApiPromise<unknown> {
  const answer: Promise<Answer> =
    error === undefined ? Promise.resolve({ response: "raw", body }) : Promise.reject<Answer>(error);
  const promise = new ApiPromise<unknown>(answer, async (value) => {
    parses += 1;
    return value.body;
  });
  followApiPromise(promise, startCall(), ADAPTER);
  return promise;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ended = (): unknown => operations.map(({ status, usageStatus }) => [status, usageStatus]);

describe("a followed promise", () => {
  it("gives the SDK's value and ends the call with it", async () => {
    const body = {};
    expect(await send(body)).toBe(body);
    expect(ended()).toEqual([["ok", "reported"]]);
  });

  it("stays lazy: nothing is parsed until somebody asks", async () => {
    const promise = send({});
    await settled();
    expect([parses, operations.length]).toEqual([0, 0]);
    await promise;
    expect([parses, operations.length]).toEqual([1, 1]);
  });

  it("is parsed once, however often it is awaited", async () => {
    const promise = send({});
    await Promise.all([promise, promise, promise.withResponse()]);
    expect([parses, operations.length]).toEqual([1, 1]);
  });

  it("leaves the body of asResponse() to the caller, and the usage unknown", async () => {
    expect(await send({}).asResponse()).toBe("raw");
    expect(parses).toBe(0);
    expect(ended()).toEqual([["ok", "missing"]]);
  });

  it("gives both to withResponse(), with usage", async () => {
    expect(await send({ a: 1 }).withResponse()).toEqual({ data: { a: 1 }, response: "raw" });
    expect(ended()).toEqual([["ok", "reported"]]);
  });

  it("is followed into what the SDK derives from it", async () => {
    const derived = send({ a: 1 })._thenUnwrap((value) => [value]);
    expect(await derived).toEqual([{ a: 1 }]);
    expect([parses, operations.length]).toEqual([1, 1]);
  });

  it("was answered and billed even when the SDK cannot make of it what the caller wants", async () => {
    const error = new Error("not the schema that was asked for");
    const derived = send({})._thenUnwrap(() => {
      throw error;
    });
    await expect(derived).rejects.toBe(error);
    expect(ended()).toEqual([["ok", "reported"]]);
  });

  it("rejects with the very error, and ends the call by it once", async () => {
    const error = Object.assign(new Error("refused"), { status: 429, code: "rate_limit_exceeded" });
    const promise = send({}, error);
    await expect(promise).rejects.toBe(error);
    await expect(promise.asResponse()).rejects.toBe(error);
    expect(operations).toMatchObject([{ status: "error", errorType: "rate_limit_exceeded", httpStatusCode: 429 }]);
  });

  it.each(["AbortError", "APIUserAbortError"])("tells an abort by the caller, %s, from an error", async (name) => {
    class APIUserAbortError extends Error {}
    const error = name === "AbortError" ? new DOMException("aborted", name) : new APIUserAbortError();
    await expect(send({}, error)).rejects.toBe(error);
    expect(operations).toMatchObject([{ status: "aborted" }]);
  });

  it("gives the caller an answer that we cannot read", async () => {
    const before = problemCounts().get("instrumentation.response") ?? 0;
    expect(await send("bad")).toBe("bad");
    expect(ended()).toEqual([["ok", "missing"]]);
    expect(problemCounts().get("instrumentation.response")).toBe(before + 1);
  });
});

describe("a followed promise that nobody holds", () => {
  it("ends its call as abandoned when it is collected unread", async () => {
    void send({});
    await collectGarbage();
    expect(ended()).toEqual([["abandoned", "missing"]]);
  });

  it("leaves the call to what was derived from it", async () => {
    const derived = send({})._thenUnwrap((value) => value);
    await collectGarbage();
    expect(operations).toEqual([]);
    await derived;
    expect(ended()).toEqual([["ok", "reported"]]);
  });

  it("leaves the call to the stream it gave", async () => {
    const controller = new AbortController();
    const chunks = async function* chunks(): AsyncGenerator {
      yield 1;
    };
    const stream = (await send({ iterator: chunks, controller })) as { iterator: typeof chunks };
    await collectGarbage();
    expect(operations).toEqual([]);
    for await (const _ of stream.iterator());
    expect(ended()).toEqual([["ok", "reported"]]);
  });
});

describe("a result that is no such promise", () => {
  it.each([undefined, 5, {}])("ends the call at once and is left alone: %o", (result) => {
    expect(followApiPromise(result, startCall(), ADAPTER)).toBe(result);
    expect(ended()).toEqual([["ok", "missing"]]);
  });

  it("is followed where another instrumentation has put a plain promise in its place", async () => {
    const [body, error] = [{}, new Error("refused")];
    expect(await followApiPromise(Promise.resolve(body), startCall(), ADAPTER)).toBe(body);
    await expect(followApiPromise(Promise.reject(error), startCall(), ADAPTER)).rejects.toBe(error);
    expect(ended()).toEqual([
      ["ok", "reported"],
      ["error", "missing"],
    ]);
  });
});
