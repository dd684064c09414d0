// SPDX-License-Identifier: Apache-2.0
import { guard } from "@outlay/core";

/** Is told of a conversation's messages as somebody reads them. */
export interface MessageListener {
  push(message: unknown): void;
  /** Nothing more will come. */
  end(error?: unknown): void;
}

type Step = (...args: unknown[]) => Promise<IteratorResult<unknown>>;

/**
 * Follows a `Query` of the SDK, which is read by its own `next`, or by the inner generator that it hands to `for await`.
 * The object stays the SDK's, with its control methods; nothing is read ahead.
 */
export function followMessages(query: object, listener: MessageListener): void {
  followSteps(query, listener);
  const open: unknown = Reflect.get(query, Symbol.asyncIterator);
  if (typeof open !== "function") return;
  define(query, Symbol.asyncIterator, () => {
    const inner: unknown = open.call(query);
    if (typeof inner === "object" && inner !== null && inner !== query) followSteps(inner, listener);
    return inner;
  });
}

const followed = new WeakSet<object>();

function followSteps(iterator: object, listener: MessageListener): void {
  if (followed.has(iterator)) return;
  followed.add(iterator);
  for (const method of ["next", "return", "throw"] as const) {
    const original: unknown = Reflect.get(iterator, method);
    if (typeof original !== "function") continue;
    define(iterator, method, followedStep(iterator, original as Step, listener));
  }
}

function followedStep(iterator: object, original: Step, listener: MessageListener): Step {
  return (...args) =>
    original.apply(iterator, args).then(
      (result) => {
        guard("claude.message", () => (result.done === true ? listener.end() : listener.push(result.value)));
        return result;
      },
      (error: unknown) => {
        guard("claude.message", () => listener.end(error));
        throw error;
      },
    );
}

function define(owner: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: false });
}
