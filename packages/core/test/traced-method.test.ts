// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from "node:async_hooks";

import { ROOT_CONTEXT, context, metrics } from "@opentelemetry/api";
import type { Context, ContextManager } from "@opentelemetry/api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { activeProviderCall, problemCounts } from "../src/index.ts";
import type { CallAdapter, CallTarget, Operation, TracingHost } from "../src/index.ts";
import { tracedMethod } from "../src/traced-method.ts";
import { ADAPTER, HOST, REQUEST, recordOperations } from "./fake-call.ts";

/** The part of `AsyncLocalStorageContextManager` that contexts need. */
class StorageContextManager implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    next: Context,
    run: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(next, () => run.apply(thisArg, args));
  }
  bind<T>(_next: Context, target: T): T {
    return target;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    return this;
  }
}

beforeAll(() => context.setGlobalContextManager(new StorageContextManager()));
afterAll(() => context.disable());

let operations: Operation[];
let stop: () => void;
let enabled: boolean;
beforeEach(() => {
  enabled = true;
  [operations, stop] = recordOperations();
});
afterEach(() => stop());

const host: TracingHost = {
  ...HOST,
  meter: metrics.getMeter("test"),
  isEnabled: () => enabled,
  getConfig: () => ({ opted: "in" }),
};

function wrap(
  original: (...args: unknown[]) => unknown,
  adapter: Partial<CallAdapter> = {},
): (...args: unknown[]) => unknown {
  const target: CallTarget = {
    packageName: "some-sdk",
    versions: ">=1.0.0 <2",
    file: "messages",
    className: "Messages",
    method: "create",
    classPath: [],
    clientPath: [],
    adapter: { ...ADAPTER, ...adapter },
  };
  const wrapped = tracedMethod(host, target, original);
  const resource = {};
  return (...args) => wrapped.apply(resource, args);
}

describe("a traced method", () => {
  it("passes its arguments and its result through, and runs inside the call", () => {
    const result = {};
    const create = wrap((...args) => {
      expect(args).toEqual(["a", 1]);
      expect(activeProviderCall()?.ended).toBe(false);
      return result;
    });
    expect(create("a", 1)).toBe(result);
    expect(activeProviderCall()).toBeUndefined();
    expect(operations).toHaveLength(1);
  });

  it("throws what the method throws, and ends the call by it", () => {
    const error = new TypeError("model is required");
    const create = wrap(() => {
      throw error;
    });
    expect(create).toThrow(error);
    expect(operations).toMatchObject([{ status: "error", errorType: "TypeError" }]);
  });

  it("does nothing while the instrumentation is disabled", () => {
    enabled = false;
    expect(wrap(() => "result")()).toBe("result");
    expect(operations).toEqual([]);
  });

  it("does nothing for a call that the adapter does not want", () => {
    expect(wrap(() => "result", { request: () => undefined })()).toBe("result");
    expect(operations).toEqual([]);
  });

  it("counts a call that is made by another call once", () => {
    const inner = wrap(() => "result");
    expect(wrap(() => inner())()).toBe("result");
    expect(operations).toHaveLength(1);
  });

  it("leaves the bill to the call inside, where the one around it hands its work on", () => {
    const inner = wrap(() => "result");
    const outer = wrap(() => inner(), { request: () => ({ ...REQUEST, model: "outer", mayDelegate: true }) });
    expect(outer()).toBe("result");
    expect(operations).toMatchObject([{ requestModel: "m" }]);
  });

  it("has the bill where a call that could hand its work on did not", () => {
    wrap(() => "result", { request: () => ({ ...REQUEST, mayDelegate: true }) })();
    expect(operations).toHaveLength(1);
  });

  it("counts a call that is made where another one has ended", async () => {
    const inner = wrap(() => "result");
    let later: Promise<unknown> | undefined;
    wrap(() => {
      later = new Promise((resolve) => setImmediate(() => resolve(inner())));
    })();
    await later;
    expect(operations).toHaveLength(2);
  });

  it.each(["request", "client", "follow", "edit"] as const)("survives an adapter whose %s throws", (name) => {
    const site = `instrumentation.${name === "client" ? "request" : name}`;
    const before = problemCounts().get(site) ?? 0;
    const broken = (): never => {
      throw new Error("our own problem");
    };
    expect(wrap(() => "result", { [name]: broken })()).toBe("result");
    expect(problemCounts().get(site)).toBe(before + 1);
    // Whatever was begun has ended.
    expect(operations).toHaveLength(name === "follow" || name === "edit" ? 1 : 0);
  });

  it("sends the edited arguments, told by the options, and says so", () => {
    const given = { model: "m" };
    const create = wrap((body) => body, {
      edit: ({ args }, config) => ({ args: [{ ...(args[0] as object), ...config }], edit: "opted" }),
      request: ({ args }) => ({
        operationName: "chat",
        model: "m",
        stream: false,
        attributes: { sent: JSON.stringify(args) },
      }),
    });
    expect(create(given)).toEqual({ model: "m", opted: "in" });
    expect(given).toEqual({ model: "m" });
  });
});
