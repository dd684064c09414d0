// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";
import { expect, it } from "vitest";

import { withoutCache } from "../src/without-cache.ts";

const CALL: Operation = {
  provider: "anthropic",
  operationName: "chat",
  startTimeMs: 0,
  endTimeMs: 1,
  stream: false,
  usageStatus: "reported",
  status: "ok",
  attributes: {},
  source: { kind: "patch", scope: "test", dialect: "outlay" },
};
const CACHED = { inputTokens: 100, cacheReadTokens: 60, cacheWriteTokens: 10, cacheWrite1hTokens: 10, outputTokens: 5 };
const UNCACHED = { inputTokens: 100, outputTokens: 5 };

it("takes the cache out of a call and of every pass of it", () => {
  const operation = { ...CALL, usage: CACHED, iterations: [{ kind: "message", model: "m", usage: CACHED }] };
  expect(withoutCache(operation)).toEqual({
    ...CALL,
    usage: UNCACHED,
    iterations: [{ kind: "message", model: "m", usage: UNCACHED }],
  });
});

it("is nothing for a call that used no cache, or whose usage is not known", () => {
  expect([withoutCache({ ...CALL, usage: UNCACHED }), withoutCache(CALL)]).toEqual([undefined, undefined]);
});
