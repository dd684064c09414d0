// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, context, createContextKey } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { activeContext, contextStore } from "../src/structure/context-store.ts";

const KEY = createContextKey("test");
const store = contextStore();
beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

describe("the context that a channel enters", () => {
  const inside = ROOT_CONTEXT.setValue(KEY, "inside");

  it("is active where the channel runs its store", () => {
    const entry = store?.entry(inside);
    Reflect.apply(Reflect.get(store ?? {}, "run") as (...args: unknown[]) => void, store, [
      entry,
      () => expect([context.active(), activeContext()]).toEqual([inside, inside]),
    ]);
  });

  it("is found where the channel enters its store by itself, as from Node 26 on", () => {
    const enter = Reflect.get(store ?? {}, "enterWith") as (entry: unknown) => void;
    enter.call(store, store?.entry(inside));

    expect(context.active()).not.toBe(inside);
    expect(activeContext()).toBe(inside);
    expect(store?.within(() => context.active())).toBe(inside);
  });

  it("gives way to what the program has entered since", () => {
    const enter = Reflect.get(store ?? {}, "enterWith") as (entry: unknown) => void;
    enter.call(store, store?.entry(inside));
    const later = ROOT_CONTEXT.setValue(KEY, "later");

    expect(context.with(later, activeContext)).toBe(later);
  });
});
