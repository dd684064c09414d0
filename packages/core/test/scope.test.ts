// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, context, propagation } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { acceptBaggage, scopeAttributes, withAttributes } from "../src/index.ts";

describe("withAttributes", () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  afterAll(() => context.disable());
  afterEach(() => acceptBaggage([]));

  it("reaches everything below, across awaits, and nothing beside", async () => {
    const inside = await withAttributes({ "user.id": "ada" }, async () => {
      await Promise.resolve();
      return scopeAttributes();
    });
    expect(inside).toEqual({ "user.id": "ada" });
    expect(scopeAttributes()).toEqual({});
  });

  it("adds to and overrides the attributes around it", () => {
    withAttributes({ "user.id": "ada", "team.id": "a" }, () =>
      withAttributes({ "team.id": "b" }, () => {
        expect(scopeAttributes()).toEqual({ "user.id": "ada", "team.id": "b" });
      }),
    );
  });

  it("hands through what the function returns and throws", () => {
    expect(withAttributes({}, () => 7)).toBe(7);
    expect(() =>
      withAttributes({}, () => {
        throw new RangeError("the caller's own");
      }),
    ).toThrow(RangeError);
  });

  it("puts into baggage only what is named", () => {
    withAttributes(
      { "user.id": "ada", "session.id": "s-1" },
      () => {
        const entries = propagation.getBaggage(context.active())?.getAllEntries();
        expect(entries).toEqual([["session.id", { value: "s-1" }]]);
      },
      { baggage: ["session.id", "never.set"] },
    );
  });

  it("takes from foreign baggage only what is accepted, and prefers its own", () => {
    const baggage = propagation.createBaggage({ "team.id": { value: "theirs" }, "user.id": { value: "eve" } });
    const received = propagation.setBaggage(ROOT_CONTEXT, baggage);
    expect(scopeAttributes(received)).toEqual({});
    acceptBaggage(["team.id"]);
    expect(scopeAttributes(received)).toEqual({ "team.id": "theirs" });
    context.with(received, () =>
      withAttributes({ "team.id": "ours" }, () => expect(scopeAttributes()).toEqual({ "team.id": "ours" })),
    );
  });
});
