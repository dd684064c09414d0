// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { printFigure } from "../print-figure.ts";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
/** A store of the user's own that forgets to answer, and nothing else that keeps the process. */
const SETUP = `
  import { createBudgetGuard, createMemoryStore } from "./index.mjs";
  const store = Object.create(createMemoryStore(), {
    reserve: { value: () => new Promise(() => {}) },
    settle: { value: () => new Promise(() => {}) },
  });
  const thresholds = [{ at: 1, action: "block" }];
  const guard = createBudgetGuard([{ name: "all", limit: { usd: 1 }, window: "lifetime", thresholds }], {
    store,
    storeTimeoutMs: 50,
    onStoreError: (error) => console.log(error.problem),
  });
  const bound = () => ({ costNanoUsd: 1, inputCostNanoUsd: 1, tokens: 1, inputTokens: 1, isUpperBound: true });
`;

async function run(source: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", SETUP + source],
    { cwd: DIST },
  );
  expect(stderr).toBe("");
  return stdout;
}

describe("a program whose store never answers", () => {
  it("scenario 29: lives until its call is answered, and is kept no longer by a settlement", async () => {
    const said = await run(`
      const verdict = await guard.admit({ id: "a", atMs: Date.now(), attributes: {}, edits: [], bound });
      console.log(verdict.decision);
      const fromMs = performance.now();
      void guard.record({ id: "a", atMs: Date.now(), attributes: {}, costNanoUsd: 1 });
      process.on("exit", () => console.log(performance.now() - fromMs < 100));
    `);
    expect(said).toBe("timeout\nadmitted\ntrue\n");
    printFigure("29", "a program whose store never answers: its call is answered, it ends at once, exit code 0");
  });
});
