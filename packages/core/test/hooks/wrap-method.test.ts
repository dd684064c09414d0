// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { wrapMethod } from "../../src/hooks/wrap-method.ts";
import type { AnyMethod } from "../../src/hooks/wrap-method.ts";

interface Greeter {
  greet: (name: string, mark?: string) => string;
}

/** A class as SDKs have it, whose method does not need its object. */
function makeClass(): new () => Greeter {
  class Sdk {
    greet(name: string, _mark?: string): string {
      return `hello ${name}`;
    }
  }
  return Sdk;
}

const loud = (original: AnyMethod): AnyMethod =>
  function (this: object, ...args: unknown[]) {
    return `${String(original.apply(this, args))}!`;
  };

describe("wrapMethod", () => {
  it("goes around the method, which keeps its name, its length and its place among the properties", () => {
    const Sdk = makeClass();
    const proto = Sdk.prototype as Greeter;
    const before = Object.getOwnPropertyDescriptor(proto, "greet");
    wrapMethod(proto, "greet", loud);
    const after = Object.getOwnPropertyDescriptor(proto, "greet");

    expect(new Sdk().greet("you")).toBe("hello you!");
    expect([proto.greet.name, proto.greet.length]).toEqual(["greet", 2]);
    expect(after).toMatchObject({ enumerable: before?.enumerable, configurable: true, writable: true });
    expect(Object.keys(proto)).toEqual([]);
  });

  it("wraps once, however often it is asked", () => {
    const Sdk = makeClass();
    const proto = Sdk.prototype as Greeter;
    expect(wrapMethod(proto, "greet", loud)).toBeTypeOf("function");
    expect(wrapMethod(proto, "greet", loud)).toBeUndefined();
    expect(new Sdk().greet("you")).toBe("hello you!");
  });

  it("wraps once even after somebody else wrapped on top", () => {
    const Sdk = makeClass();
    const proto = Sdk.prototype as Greeter;
    wrapMethod(proto, "greet", loud);
    const ours = proto.greet;
    proto.greet = (name) => ours(name).toUpperCase();
    expect(wrapMethod(proto, "greet", loud)).toBeUndefined();
    expect(new Sdk().greet("you")).toBe("HELLO YOU!");
  });

  it("puts the very method back", () => {
    const Sdk = makeClass();
    const proto = Sdk.prototype as Greeter;
    const { greet } = proto;
    wrapMethod(proto, "greet", loud)?.();
    expect(proto.greet).toBe(greet);
    expect(wrapMethod(proto, "greet", loud)).toBeTypeOf("function");
  });

  it("wraps an inherited method on the class alone, and takes it off without a trace", () => {
    const Base = makeClass();
    class Sdk extends Base {}
    const proto: object = Sdk.prototype;
    const undo = wrapMethod(proto, "greet", loud);
    expect([new Sdk().greet("you"), new Base().greet("you")]).toEqual(["hello you!", "hello you"]);
    undo?.();
    expect(Object.hasOwn(proto, "greet")).toBe(false);
  });

  it("leaves a foreign wrap on top in place when it is taken off", () => {
    const Sdk = makeClass();
    const proto = Sdk.prototype as Greeter;
    const undo = wrapMethod(proto, "greet", loud);
    const foreign = (): string => "foreign";
    proto.greet = foreign;
    undo?.();
    expect(proto.greet).toBe(foreign);
  });

  it("does nothing where there is no such method", () => {
    expect(wrapMethod({}, "greet", loud)).toBeUndefined();
    expect(wrapMethod({ greet: "text" }, "greet", loud)).toBeUndefined();
  });
});
