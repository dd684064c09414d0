// SPDX-License-Identifier: Apache-2.0
import type { CallTarget } from "@outlay/core";
import * as fc from "fast-check";
import { describe, it } from "vitest";

import { expectSound, garbage } from "./garbage.ts";

/** What is thrown at the adapters of an instrumentation. */
export interface Fuzz {
  readonly calls: readonly CallTarget[];
  /** Field names the readers look for, several to a line. */
  readonly names: readonly string[];
  /** Values they compare with. */
  readonly words: readonly string[];
}

const RUNS = 1500;

/** Declares the tests that the readers of an instrumentation survive anything, and make no count of it. */
export function describeFuzz({ calls, names, words }: Fuzz): void {
  const anything = garbage(names, words);
  const adapters = calls.map(({ adapter, className, method }) => [`${className}.${method}`, adapter] as const);

  describe.each(adapters)("%s, whatever is sent,", (_name, adapter) => {
    it("reads its arguments and its client", () => {
      fc.assert(
        fc.property(anything, anything, anything, (body, options, client) => {
          const resource = Object(client) as object;
          adapter.request({ resource, args: [body, options] })?.content?.();
          adapter.client(resource, {});
        }),
        { numRuns: RUNS },
      );
    });

    it("reads an answer, and folds a stream, without an impossible count", () => {
      const request = adapter.request({ resource: {}, args: [{}] });
      if (request === undefined) throw new Error("such a call is traced");
      fc.assert(
        fc.property(fc.array(anything, { maxLength: 8 }), fc.boolean(), (bodies, complete) => {
          const stream = adapter.stream(request, complete);
          for (const body of bodies) {
            stream.push(body);
            expectSound(adapter.response(body, request));
          }
          expectSound(stream.finish(complete));
        }),
        { numRuns: RUNS },
      );
    });
  });
}
