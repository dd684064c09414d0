// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CHROMIUM } from "./chromium.ts";
import { HOSTILE_USERS, hostileSpans } from "./hostile-spans.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/outlay.mjs", import.meta.url));
const run = promisify(execFile);

describe.skipIf(CHROMIUM === undefined)("the page of a report in Chromium (skipped without one in /usr/bin)", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-page-"));
    await writeFile(join(folder, "spans.jsonl"), hostileSpans());
    await run(process.execPath, [PROGRAM, "report", "spans.jsonl", "--html", "r.html"], { cwd: folder });
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  /** What the browser prints, and what pages have said on its console. */
  async function browse(
    args: readonly string[],
  ): Promise<{ readonly dom: string; readonly console: readonly string[] }> {
    const common = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      "--enable-logging=stderr",
      "--v=0",
    ];
    const profile = `--user-data-dir=${join(folder, "profile")}`;
    const { stdout, stderr } = await run(
      CHROMIUM ?? "",
      [...common, profile, ...args, `file://${join(folder, "r.html")}`],
      {
        maxBuffer: 32_000_000,
      },
    );
    return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes("CONSOLE")) };
  }

  it("is taken as it was written: hostile names are texts, and the console stays silent", async () => {
    const { dom, console } = await browse(["--dump-dom"]);
    expect(console).toEqual([]);
    expect(dom).not.toMatch(/<script|<img|<[^>]* on\w+=/i);
    expect(dom).toContain(
      `<th scope="row" class="l">${(HOSTILE_USERS[0] ?? "").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}`,
    );
  }, 60_000);

  it("is drawn in light and in dark, which differ, and on paper", async () => {
    const light = join(folder, "light.png");
    const dark = join(folder, "dark.png");
    const paper = join(folder, "paper.pdf");
    await browse([`--screenshot=${light}`]);
    await browse([`--screenshot=${dark}`, "--blink-settings=preferredColorScheme=0"]);
    await browse([`--print-to-pdf=${paper}`]);
    const [lightBytes, darkBytes, paperBytes] = await Promise.all([light, dark, paper].map((path) => readFile(path)));
    expect(lightBytes?.length).toBeGreaterThan(10_000);
    expect(darkBytes?.length).toBeGreaterThan(10_000);
    expect(lightBytes?.equals(darkBytes ?? Buffer.of())).toBe(false);
    expect(paperBytes?.subarray(0, 5).toString()).toBe("%PDF-");
  }, 60_000);
});
