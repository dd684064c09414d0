// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createBudgetGuard } from "@outlay/budget";
import { createSqliteStore } from "@outlay/budget/sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { lineWith, NOW, outlay } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-status-"));
});
afterAll(() => rm(folder, { recursive: true }));

const BUDGETS = "budgets:\n  - { name: team, group_by: [team.id], limit: { usd: 2 }, window: lifetime }\n";

/** Spends as a process of the program would. */
async function spend(team: string, usd: number): Promise<void> {
  const store = createSqliteStore({ path: join(folder, "budgets.db") });
  const guard = createBudgetGuard([{ name: "team", groupBy: ["team.id"], limit: { usd: 2 }, window: "lifetime" }], {
    store,
  });
  await guard.record({ atMs: NOW, attributes: { "team.id": team }, costNanoUsd: usd * 1e9 });
  await guard.close();
}

describe("outlay budgets status", () => {
  it("shows what processes have spent together, most used first", async () => {
    await writeFile(join(folder, "outlay.config.yaml"), `version: 1\nstore: { sqlite: ./budgets.db }\n${BUDGETS}`);
    await spend("a", 0.5);
    await spend("b", 0.25);
    await spend("a", 0.5);
    const { exitCode, stdout, stderr } = await outlay(["budgets", "status"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(lineWith("team.id=a", stdout)).toBe("team team.id=a $1.00 $2.00 50 %");
    expect(stdout.indexOf("team.id=a")).toBeLessThan(stdout.indexOf("team.id=b"));
    await spend("b", 1.75);
    const json = await outlay(["budgets", "status", "--json"], { cwd: folder });
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { group: { "team.id": "b" }, spent: 2_000_000_000, held: 0 },
      { group: { "team.id": "a" }, spent: 1_000_000_000 },
    ]);
  });

  it("is changed by grants, once per id, and by adjustments", async () => {
    const change = (...args: string[]) => outlay(["budgets", ...args, "--group", "team.id=c"], { cwd: folder });
    expect((await change("grant", "team", "0.50", "--id", "one")).stdout).toBe(
      "team (team.id=c): $0.00 spent of $2.00, and $0.50 granted\n",
    );
    expect((await change("grant", "team", "0.50", "--id", "one")).stdout).toContain("$0.50 granted");
    expect((await change("adjust", "team", "1.25")).stdout).toContain("$1.25 spent");
    const back = await outlay(["budgets", "adjust", "team", "--group", "team.id=c", "--", "-0.25"], { cwd: folder });
    expect(back.stdout).toBe("team (team.id=c): $1.00 spent of $2.00, and $0.50 granted\n");
  });

  it.each(["grant", "adjust"])("tells by whom and why something was changed by %s", async (verb) => {
    const note = ["--by", "anna", "--reason", "ticket 4711"];
    await outlay(["budgets", verb, "team", "0.25", "--group", "team.id=d", ...note], { cwd: folder });
    const store = createSqliteStore({ path: join(folder, "budgets.db") });
    const events = (await store.claimEvents(100, 1)).map(({ event }) => event);
    await store.close();
    expect(events.at(-1)).toMatchObject({
      kind: { grant: "granted", adjust: "adjusted" }[verb],
      amount: 250_000_000,
      group: { "team.id": "d" },
      by: "anna",
      reason: "ticket 4711",
    });
  });

  it.each([
    [["grant", "nobody", "1"], 'no budget is named "nobody"'],
    [["grant", "team", "much", "--group", "team.id=c"], 'AMOUNT: got "much"'],
    [["grant", "team", "0", "--group", "team.id=c"], "expected a whole number above 0"],
    [["adjust", "team", "1", "--group", "c"], '--group: got "c"'],
  ])("refuses what it cannot do: %j", async (args, expected) => {
    const { exitCode, stderr } = await outlay(["budgets", ...args], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(expected) as string]);
  });

  it("wants a store", async () => {
    await writeFile(join(folder, "outlay.config.yaml"), `version: 1\n${BUDGETS}`);
    const { exitCode, stderr } = await outlay(["budgets", "status"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("the configuration has no store") as string]);
  });
});
