// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { outlay } from "./run.ts";

interface Placed {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly refId: string; readonly expr: string; readonly legendFormat?: string }[];
}

interface DashboardFile {
  readonly uid: string;
  readonly panels: readonly Placed[];
}

let folder: string;
let dashboards: readonly DashboardFile[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-dashboards-"));
  await writeFile(join(folder, "own.yaml"), "metrics: { attributes: [cost.center] }\n");
  await outlay(["collector", "generate", "--config", "own.yaml", "--models", "gpt-5.1", "--out", "."], { cwd: folder });
  const files = join(folder, "grafana", "dashboards");
  dashboards = await Promise.all(
    (await readdir(files)).map(async (name) => JSON.parse(await readFile(join(files, name), "utf8")) as DashboardFile),
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe("dashboards that outlay collector generate writes", () => {
  it("are five, each with an address of its own", () => {
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual([
      "outlay-budgets",
      "outlay-cache",
      "outlay-models",
      "outlay-spend",
      "outlay-unpriced",
    ]);
  });

  it("have panels that say what they leave out, and do not lie on each other", () => {
    for (const { uid, panels } of dashboards) {
      expect(new Set(panels.map(({ id }) => id)).size, uid).toBe(panels.length);
      expect(panels.filter(({ description }) => description === "").map(({ title }) => title)).toEqual([]);
      expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24).map(({ title }) => title)).toEqual([]);
      const pairs = panels.flatMap((one, index) => panels.slice(index + 1).map((other) => [one, other] as const));
      expect(pairs.filter(([one, other]) => overlap(one, other)).map(([{ title }]) => title)).toEqual([]);
    }
  });

  it("tell spend apart by the attributes that the configuration puts on metrics", () => {
    const spend = dashboards.find(({ uid }) => uid === "outlay-spend");
    const panel = spend?.panels.find(({ title }) => title === "By cost.center");
    expect(panel?.targets[0]).toMatchObject({
      expr: expect.stringContaining("sum by (cost_center)") as unknown,
      legendFormat: "{{cost_center}}",
    });
    expect(spend?.panels.map(({ title }) => title)).not.toContain("By team.id");
  });
});

describe("presets that outlay collector generate writes", () => {
  it("say what was tried and where the rest was read, and keep what is acknowledged on disk", async () => {
    const names = await readdir(join(folder, "presets"));
    expect(names).toHaveLength(7);
    for (const name of names) {
      const text = await readFile(join(folder, "presets", name), "utf8");
      expect(text, name).toMatch(/# Tried: [\s\S]+# Not tried: [\s\S]+https:\/\//);
      const { exporters } = parse(text) as { exporters: Readonly<Record<string, object>> };
      for (const exporter of Object.values(exporters))
        expect(exporter, name).toMatchObject({
          retry_on_failure: { max_elapsed_time: "0s" },
          sending_queue: { storage: "file_storage/queue", block_on_overflow: true },
        });
    }
  });
});

function overlap({ gridPos: one }: Placed, { gridPos: other }: Placed): boolean {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}
