// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { colourOf } from "../../src/report/html/chart-style.ts";
import { outlay } from "../run.ts";
import { HOSTILE_USERS, hostileSpans } from "./hostile-spans.ts";

describe("outlay report --html", () => {
  let folder: string;
  let page: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-html-"));
    await writeFile(join(folder, "spans.jsonl"), hostileSpans());
    await writeFile(join(folder, "empty.jsonl"), "");
    const { exitCode, stdout, stderr } = await outlay(["report", "spans.jsonl", "--html", "r.html"], { cwd: folder });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "Wrote r.html\n", stderr: "" });
    page = await readFile(join(folder, "r.html"), "utf8");
    // The chart library is read from its sources.
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  it("has a policy that allows its own style sheet and nothing else", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<img|<link|<iframe|<[^>]* (?:style|on\w+|src)=/i);
  });

  it.each(HOSTILE_USERS.slice(0, 4))("takes %s for a text", (user) => {
    expect(page).not.toContain(user);
    const escaped = user.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(page).toContain(escaped.replaceAll('"', "&quot;").replaceAll("'", "&#39;"));
  });

  it("shows that text would be read backwards, and does not read it so", () => {
    expect(page).not.toContain("\u202e");
    expect(page).toContain("\ufffdgnp.exe");
  });

  it("says of calls without a price how many they are, and draws no bar of zero", () => {
    expect(page).toContain("? no price (6 calls)");
    expect(page).toContain("6 of 12 calls have no price, which is not zero");
  });

  it("has one colour for the same part of a bill in all charts", () => {
    const ofSession = ["cache_read_tokens", "cache_write_tokens", "uncached_input_tokens"].map(colourOf);
    const ofTime = ["uncached_input_usd", "cache_read_usd", "cache_write_usd"].map(colourOf);
    expect(ofSession).toEqual([ofTime[1], ofTime[2], ofTime[0]]);
    expect(new Set(ofTime).size).toBe(3);
    expect(["a", "b"].map(colourOf)).toEqual(["var(--c1)", "var(--c2)"]);
  });

  it("has a label and a table for every chart", () => {
    const charts = page.match(/<svg /g)?.length ?? 0;
    expect(charts).toBeGreaterThan(3);
    expect(page.match(/<figure role="img" aria-label="Chart: [^"]+"><svg aria-hidden="true"/g)).toHaveLength(charts);
    expect(page.match(/<\/figure>(?:<p[^>]*>[^<]*<\/p>)?\s*<details><summary>Table: /g)).toHaveLength(charts);
  });

  it("says that spans have no prompt fingerprints", () => {
    expect(page).toContain("There are no prompt fingerprints in these spans");
  });

  it("says so where there are no calls", async () => {
    const { exitCode } = await outlay(["report", "empty.jsonl", "--html", "e.html"], { cwd: folder });
    expect(exitCode).toBe(1);
    const empty = await readFile(join(folder, "e.html"), "utf8");
    expect(empty).toContain("No calls of models were found.");
    expect(empty).not.toContain("$0");
  });

  it("tells when it cannot write", async () => {
    const { exitCode, stderr } = await outlay(["report", "spans.jsonl", "--html", "no/r.html"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--html: cannot write no/r.html");
  });
});
