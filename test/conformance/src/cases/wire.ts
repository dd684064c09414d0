// SPDX-License-Identifier: Apache-2.0
import type { RecordedRequest, Step } from "@outlay-test/fake-provider";
import { describe, expect, it } from "vitest";

import { PROMPT, readAll } from "../suite.ts";
import type { Suite } from "../suite.ts";

/** Header values that the SDK makes up for each request. */
const RANDOM_HEADERS = new Set(["idempotency-key", "x-stainless-idempotency-key", "amz-sdk-invocation-id"]);

/** Ids that the fake provider counts up, and that the next request of a conversation repeats. */
const COUNTED_ID = /0{6,}\d+/g;

/** Observing changes nothing: what is sent with the instrumentation on is, byte for byte, what is sent without. */
export function wireCases(suite: Suite): void {
  const { surface } = suite;
  const { stream } = surface;
  const ways: readonly {
    readonly name: string;
    readonly script?: readonly Step[];
    readonly run: () => PromiseLike<unknown>;
  }[] = [
    { name: "create", run: () => surface.create(suite.provider, { prompt: PROMPT, tools: true }) },
    ...(stream === undefined
      ? []
      : [{ name: "stream", run: async () => readAll(await stream(suite.provider, { prompt: PROMPT })) }]),
    ...(surface.variants ?? []).map((variant) => ({
      name: variant.name,
      ...(variant.script === undefined ? {} : { script: variant.script }),
      run: () => variant.run(suite.provider, { prompt: PROMPT }),
    })),
  ];

  describe("wire", () => {
    it.each(ways)("$name sends the same bytes with and without us", async ({ script = [suite.step()], run }) => {
      const sent = async (): Promise<unknown[]> => {
        const before = suite.provider.requests.length;
        suite.provider.enqueue(...script);
        await run();
        return suite.provider.requests.slice(before).map(bytesOf);
      };
      const traced = await sent();
      suite.instrumentation.disable();
      try {
        expect(traced).toEqual(await sent());
      } finally {
        suite.instrumentation.enable();
      }
    });
  });
}

function bytesOf(request: RecordedRequest): unknown {
  const headers: [string, string][] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    const value = request.rawHeaders[index + 1] ?? "";
    headers.push([name, RANDOM_HEADERS.has(name.toLowerCase()) ? "random" : value]);
  }
  return {
    method: request.method,
    path: request.path.replace(COUNTED_ID, "id"),
    query: [...request.query],
    headers,
    body: request.text().replaceAll(COUNTED_ID, "id"),
  };
}
