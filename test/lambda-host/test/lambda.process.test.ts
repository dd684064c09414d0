// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, vi } from "vitest";

import { startLambda } from "../src/index.ts";

const taskRoot = join(import.meta.dirname, "functions");
/** `T` is a process that is stopped by a signal. */
const stateOf = (pid = 0): string | undefined => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];

describe("a function in Lambda", () => {
  it("answers events one after the other, in one process", async () => {
    await using lambda = await startLambda({ taskRoot, handler: "counts.handler" });
    expect(await lambda.invoke({ n: 1 })).toEqual({ result: { count: 1, event: { n: 1 } } });
    expect(await lambda.invoke({ n: 2 })).toEqual({ result: { count: 2, event: { n: 2 } } });
  });

  it.runIf(process.platform === "linux")("is frozen as soon as it has answered", async () => {
    await using lambda = await startLambda({ taskRoot, handler: "counts.handler" });
    await lambda.invoke({});
    await vi.waitFor(() => expect(stateOf(lambda.pid)).toBe("T"));
  });

  it("goes on after an error", async () => {
    await using lambda = await startLambda({ taskRoot, handler: "counts.failing" });
    const error = { errorType: "TypeError", errorMessage: "no" };
    expect(await lambda.invoke({})).toEqual({ error });
    expect(await lambda.invoke({})).toEqual({ error });
  });

  it("rejects with what it wrote when it cannot be loaded", async () => {
    await using lambda = await startLambda({ taskRoot, handler: "missing.handler" });
    await expect(lambda.invoke({})).rejects.toThrow("missing");
  });
});
