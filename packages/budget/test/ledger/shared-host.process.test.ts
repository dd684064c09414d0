// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createSqliteStore } from "../../src/ledger/sqlite/sqlite-store.ts";
import { planBudget } from "../../src/plan.ts";
import { printFigure } from "../print-figure.ts";
import { runFleet } from "./fleet.ts";
import type { SpenderOptions } from "./fleet.ts";

const PROCESSES = 4;
const LOOPS = 8;
const CALLS = 6;
/** Less than what the calls of one process hold at once: the control passes it even when processes start one by one. */
const CAP_USD = 0.001;
const BUDGET = { name: "all", limit: { usd: CAP_USD }, window: "lifetime" } as const;
const CAP = planBudget(BUDGET).limit;
const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

describe("processes of one host over one SQLite file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "outlay-host-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const stateOf = async (path: string): Promise<{ spent: number; held: number }> => {
    const plan = planBudget(BUDGET);
    const store = createSqliteStore({ path, timeoutMs: 5_000 });
    const [state] = await store.read([{ plan, window: plan.windowAt(0), key: "" }]);
    await store.close();
    return { spent: state?.spent ?? Number.NaN, held: state?.held ?? Number.NaN };
  };

  it("scenario 1: never spend past the cap, and lose nothing; post-hoc they pass it", async () => {
    const run = async (mode: SpenderOptions["mode"], path: string): Promise<{ billed: number; problems: string[] }> => {
      const options = { budgets: [BUDGET], path, mode, loops: LOOPS, callsPerLoop: CALLS, duplicated: 0.3 };
      const { billed, reports } = await runFleet(PROCESSES, (index) => ({ ...options, seed: index + 1 }));
      return { billed, problems: reports.flatMap(({ problems }) => problems) };
    };
    const path = join(folder, "ledger.db");
    const { billed, problems } = await run("reserve", path);
    expect(problems).toEqual([]);
    expect(await stateOf(path)).toEqual({ spent: billed, held: 0 });
    expect(billed).toBeLessThanOrEqual(CAP);
    expect(billed).toBeGreaterThan(CAP / 4);
    const control = await run("posthoc", join(folder, "control.db"));
    expect(control.billed).toBeGreaterThan(1.9 * CAP);
    printFigure(
      "1",
      `SQLite, ${PROCESSES} processes: reserved ${(billed / CAP).toFixed(3)} x, post-hoc ${(control.billed / CAP).toFixed(1)} x`,
    );
  });
});

describe("copies of the built package", () => {
  const run = async (source: string): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", source], {
      cwd: DIST,
    });
    expect(stderr).toBe("");
    return stdout.trim();
  };

  it("scenario 24: share a store in memory by its name, ESM and CommonJS alike: settled twice, it counts once", async () => {
    const said = await run(`
      import { createRequire } from "node:module";
      import { createMemoryStore, windowAt } from "./index.mjs";
      const copy = createRequire(process.cwd() + "/")("./index.cjs");
      const [one, other] = [createMemoryStore({ name: "x" }), copy.createMemoryStore({ name: "x" })];
      console.log(createMemoryStore !== copy.createMemoryStore, one === other, one === createMemoryStore());
    `);
    expect(said).toBe("true true false");
    printFigure("24", "ESM and CommonJS copies: 1 named store in memory for both");
  });

  it("scenario 24: have a store of their own in a worker thread, and every store says who shares it", async () => {
    const said = await run(`
      import { Worker, isMainThread } from "node:worker_threads";
      import { createMemoryStore } from "./index.mjs";
      const marked = createMemoryStore({ name: "x" });
      marked.mark = true;
      const source = 'import("' + new URL("./index.mjs", "file://" + process.cwd() + "/") + '").then(({ createMemoryStore }) => {' +
        ' const { mark, reach } = createMemoryStore({ name: "x" }); console.log(mark === undefined, reach); })';
      new Worker(source, { eval: true });
    `);
    expect(said).toBe("true thread");
    printFigure("24", "a worker thread: a store of its own, which says that it reaches one thread");
  });

  it("load SQLite only for those who ask for it", async () => {
    const said = await run(`
      await import("./index.mjs");
      await import("./redis.mjs");
      await import("./sqlite.mjs");
      console.log(process.moduleLoadList.some((name) => name.includes("sqlite")));
    `);
    expect(said).toBe("false");
  });
});
