// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";

import { isAsyncIterable } from "../followers/follow-async-iterable.ts";
import type { StructureSpan } from "./structure-span.ts";

/**
 * Runs a function inside a structure span and ends the span with what comes of it: when the function returns, when its
 * promise settles, or when the generator that it returned is at its end. What it returns or throws is the caller's; of a
 * promise, the caller gets the one that comes after it.
 */
export function runInStructure<T>(span: StructureSpan, run: () => T): T {
  let result: T;
  try {
    result = span.run(run);
  } catch (error) {
    span.end({ error });
    throw error;
  }
  if (result instanceof Promise) return endWithPromise(span, result) as T;
  if (isGenerator(result)) return endWithGenerator(span, result) as T;
  span.end({ result });
  return result;
}

function endWithPromise(span: StructureSpan, promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (result: unknown) => {
      if (isGenerator(result)) return endWithGenerator(span, result);
      span.end({ result });
      return result;
    },
    (error: unknown) => {
      span.end({ error });
      throw error;
    },
  );
}

function isGenerator(value: unknown): value is AsyncGenerator {
  return isAsyncIterable(value) && typeof Reflect.get(value, "next") === "function";
}

/** The body of a generator runs in the context of whoever reads it: each step is taken inside. */
function endWithGenerator(span: StructureSpan, generator: AsyncGenerator): AsyncGenerator {
  for (const method of ["next", "return", "throw"] as const) {
    const original: unknown = Reflect.get(generator, method);
    if (typeof original !== "function") continue;
    const followed = async (...args: unknown[]): Promise<unknown> => {
      try {
        const step: IteratorResult<unknown> = await context.with(span.context, () => original.apply(generator, args));
        if (step.done === true) span.end();
        return step;
      } catch (error) {
        span.end({ error });
        throw error;
      }
    };
    Object.defineProperty(generator, method, { value: followed, configurable: true, writable: true });
  }
  return generator;
}
