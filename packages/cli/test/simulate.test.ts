// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from "vitest";

import { lineWith, outlay } from "./run.ts";

interface Shown {
  readonly benchmarks: readonly {
    readonly id: string;
    readonly tables: readonly {
      readonly rows: readonly {
        readonly what: string;
        readonly figures: readonly ({ readonly value: number } | null)[];
      }[];
    }[];
  }[];
}

const simulate = (...args: readonly string[]) => outlay(["simulate", ...args], { columns: 140 });

/** What all benchmarks say without a seed. */
let unseeded: Shown;
beforeAll(async () => {
  unseeded = JSON.parse((await simulate("--json")).stdout) as Shown;
});

/** The numbers of a row that a benchmark prints, by the number of its table. */
function figures({ benchmarks }: Shown, id: string, table: number, what: string): readonly number[] {
  const rows = benchmarks.find((one) => one.id === id)?.tables[table]?.rows;
  const row = rows?.find((one) => one.what === what);
  return (row?.figures ?? []).flatMap((figure) => (figure === null ? [] : [figure.value]));
}

describe("outlay simulate", { timeout: 120_000 }, () => {
  it.each<[id: string, table: number, what: string, expected: readonly number[]]>([
    // Don't Break the Cache has 78.5 % and 78 to 79 %; the last two are what the paper and the article say.
    ["B1", 0, "claude-sonnet-4-5", [0.783, 0.792, 0.449, 0.785, 0.785]],
    ["B1", 1, "claude-sonnet-4-5", [0.874, 0.876, 0.88]],
    ["B2", 0, "10 calls", [0.484, 0.248, 0.14, 0.487, 0.712, 1.779]],
    ["B2", 0, "20 calls", [1.313, 0.807, 0.282, 0.385, 0.785, 2.858]],
    ["B2", 0, "50 calls", [5.869, 4.553, 0.918, 0.224, 0.844, 4.961]],
    ["B3", 0, "60 s between calls", [1.211, 0.173, 0.216, -0.857, -0.822]],
    ["B3", 0, "300 s between calls", [1.211, 0.173, 0.216, -0.857, -0.822]],
    ["B3", 0, "301 s between calls", [1.211, 1.502, 0.216, 0.241, -0.822]],
    ["B3", 0, "3601 s between calls", [1.211, 1.502, 2.376, 0.241, 0.963]],
    ["B5", 0, "claude-opus-5-5", [512, 0, 512]],
    ["B5", 0, "claude-opus-4-5", [4096, 0, 4096]],
    ["B5", 1, "19 blocks", [11_000]],
    ["B5", 1, "20 blocks", [0]],
    ["B5", 2, "side by side", [8, 0, 0.342]],
    ["B5", 2, "one, the others after its first byte", [1, 7, 0.076]],
    ["B6", 0, "Haiku 5.5 above 100,000 tokens, at the lower price", [0.052, 0.01, -0.804]],
    ["B6", 0, "Sonnet 5.5 reads, at the price before 7 October", [0.039, 0.048, 0.231]],
    ["B7", 0, "at 100,000 tokens", [265, 0.855, 7.749, 0.747, 3.548, 0.87]],
    ["B9", 0, "40 % kept", [43.333, 85, 19.167]],
    ["B9", 0, "60 % kept", [96.25, 190, 42.5]],
    ["B9", 1, "40 % kept", [8.333, 16.667]],
    ["B9", 2, "30 % of calls fetch again", [0.75, 0.484, 0.405, -0.139]],
    ["B10", 0, "20 % cheaper, 30 % fewer succeed", [0.4, 0.49, 0.816, 0.823]],
  ])("reproduces %s, table %i: %s", (id, table, what, expected) => {
    const found = figures(unseeded, id, table, what);
    expect(found.map((value) => Math.round(value * 1_000) / 1_000)).toEqual(expected);
  });

  it.each([1, 2, 3])(
    "finds every cause of a break, its place and its cost, and nothing else, with seed %i",
    async (seed) => {
      const { stdout } = await simulate("breaks", "--json", "--seed", String(seed));
      const [causes, alarms] = (JSON.parse(stdout) as Shown).benchmarks[0]?.tables ?? [];
      const wrong = (causes?.rows ?? []).filter(({ figures: [drawn, reason, place, cost, of, twice] }) => {
        const isAll = reason?.value === drawn?.value && place?.value === drawn?.value && cost?.value === of?.value;
        return !isAll || twice?.value !== 0;
      });
      expect(causes?.rows).toHaveLength(14);
      expect(wrong).toEqual([]);
      expect(alarms?.rows.map((row) => row.figures.at(-1)?.value)).toEqual([0, 0, 0]);
    },
  );

  it("draws sizes by the seed, and the same for the same", async () => {
    const [one, again, other] = await Promise.all(
      ["5", "5", "6"].map(async (seed) => {
        const { stdout } = await simulate("B2", "--json", "--seed", seed);
        return figures(JSON.parse(stdout) as Shown, "B2", 0, "10 calls");
      }),
    );
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    // Drawn around the same means.
    expect(other?.[0]).toBeCloseTo(one?.[0] ?? 0, 1);
  });

  it("shows figures with their units, each table as what it is, and who says otherwise", async () => {
    const { exitCode, stdout, stderr } = await simulate("ttl-cliff", "b10");
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(lineWith("301 s", stdout)).toBe("301 s between calls $1.210 $1.502 $0.216 +24.1 % −82.2 %");
    expect(stdout.match(/\(accounting simulation, not a quality claim\)/g)).toHaveLength(3);
    expect(stdout).toContain("The article has reads at a tenth of input.");
  });

  it("says on a terminal how far it is, and takes that away", async () => {
    const { stderr } = await outlay(["simulate", "B3", "B9"], { isTerminal: true });
    expect(stderr.split("\r\u001b[K")).toEqual(["", "1 of 2  B3 ttl-cliff", "2 of 2  B9 compaction", ""]);
  });

  it("offers the nearest name for one that there is not", async () => {
    const { exitCode, stderr } = await simulate("ttl-clif");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no benchmark "ttl-clif": expected ttl-cliff');
  });
});
