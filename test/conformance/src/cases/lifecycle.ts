// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { PROMPT } from "../suite.ts";
import type { Suite } from "../suite.ts";

/** As `@opentelemetry/core` creates it; context keys are global symbols. */
const SUPPRESS_TRACING = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/** Switching on and off, and living beside others. */
export function lifecycleCases(suite: Suite): void {
  const { surface } = suite;
  const call = async (): Promise<number> => {
    await suite.telemetry.clear();
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });
    return (await suite.spans()).length;
  };
  const method = (): unknown => {
    const { prototype, method } = surface.patched();
    return Reflect.get(prototype, method);
  };

  describe("life cycle", () => {
    it("does nothing where tracing is suppressed", async () => {
      const suppressed = context.active().setValue(SUPPRESS_TRACING, true);
      expect(await context.with(suppressed, call)).toBe(0);
    });

    it("puts the SDK's own method back when disabled, and traces again when enabled", async () => {
      const wrapped = method();
      suite.instrumentation.disable();
      const own = method();
      try {
        expect(own).not.toBe(wrapped);
        expect(await call()).toBe(0);
      } finally {
        suite.instrumentation.enable();
      }
      expect(await call()).toBe(1);
      suite.instrumentation.disable();
      expect(method()).toBe(own);
      suite.instrumentation.enable();
      expect(await call()).toBe(1);
    });

    it("traces once when two copies are registered", async () => {
      const second = suite.contract.instrument();
      try {
        expect(await call()).toBe(1);
      } finally {
        second.disable();
      }
      expect(await call()).toBe(1);
    });

    it("leaves a wrap that somebody else put around it in place", async () => {
      const { prototype, method: name } = surface.patched();
      const ours = method() as (...args: unknown[]) => unknown;
      let seen = 0;
      Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
        seen += 1;
        return ours.apply(this, args);
      });
      try {
        expect([await call(), seen]).toEqual([1, 1]);
        suite.instrumentation.disable();
        expect([await call(), seen]).toEqual([0, 2]);
        suite.instrumentation.enable();
        expect([await call(), seen]).toEqual([1, 3]);
      } finally {
        Reflect.set(prototype, name, ours);
      }
      expect(await call()).toBe(1);
    });

    it("tells observers one frozen operation per call, and survives one that throws", async () => {
      const operations: Operation[] = [];
      const unsubscribe = [
        observeOperations({
          operationEnded() {
            throw new Error("an observer's own problem");
          },
        }),
        observeOperations({ operationEnded: (operation) => operations.push(operation) }),
      ];
      try {
        expect(await call()).toBe(1);
      } finally {
        for (const end of unsubscribe) end();
      }

      expect(operations).toHaveLength(1);
      const [operation] = operations;
      expect(Object.isFrozen(operation)).toBe(true);
      expect(operation).toMatchObject({
        usageStatus: "reported",
        status: "ok",
        source: { kind: "patch", scope: suite.contract.name },
        spanId: (await suite.onlySpan()).spanContext().spanId,
      });
    });
  });
}
