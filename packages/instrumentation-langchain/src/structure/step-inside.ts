// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";

/** The body of a generator runs in the context of whoever reads it: the one returned takes each step in another one. */
export function stepInside(generator: AsyncGenerator, enter: (reader: Context) => Context): AsyncGenerator {
  const step = <T>(take: () => T): T => context.with(enter(context.active()), take);
  const inside = {
    next: (...args: [] | [unknown]) => step(() => generator.next(...args)),
    return: (value: unknown) => step(() => generator.return(value)),
    throw: (error: unknown) => step(() => generator.throw(error)),
    [Symbol.asyncIterator]: () => inside,
    [Symbol.asyncDispose]: async () => {
      await inside.return(undefined);
    },
  };
  return inside as AsyncGenerator;
}

/** Tells generators from what else a method may return. */
export function isGenerator(value: unknown): value is AsyncGenerator {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "next") === "function";
}
