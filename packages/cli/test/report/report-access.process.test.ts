// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CHROMIUM, openBrowser } from "./chromium.ts";
import type { BrowserPage } from "./chromium.ts";
import { hostileSpans } from "./hostile-spans.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/outlay.mjs", import.meta.url));
/** What has the focus: its element, and its name as assistive technology is told it. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  return [element.tagName, (element.getAttribute("aria-label") ?? element.textContent).trim()];
})()`;

interface AccessibleNode {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly ignored: boolean;
}

describe.skipIf(CHROMIUM === undefined)("the page of a report, to whom it is no picture", () => {
  let folder: string;
  let page: BrowserPage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-access-"));
    await writeFile(join(folder, "spans.jsonl"), hostileSpans());
    await promisify(execFile)(process.execPath, [PROGRAM, "report", "spans.jsonl", "--html", "r.html"], {
      cwd: folder,
    });
    page = await openBrowser();
    await page.open(`file://${join(folder, "r.html")}`);
  }, 60_000);
  afterAll(async () => {
    await page[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it("asks for nothing but itself", () => {
    expect(page.requested.map((url) => url.replace(/^.*\//, ""))).toEqual(["r.html"]);
  });

  it("has a name for every chart and every section, and headings in order", async () => {
    const { nodes } = (await page.send("Accessibility.getFullAXTree")) as unknown as {
      readonly nodes: readonly AccessibleNode[];
    };
    const named = (role: string): readonly string[] =>
      nodes.filter((node) => !node.ignored && node.role?.value === role).map(({ name }) => name?.value ?? "");
    const sections = (await page.evaluate("document.querySelectorAll('section').length")) as number;
    expect(sections).toBeGreaterThan(3);
    expect(named("region").filter((name) => name !== "").length).toBeGreaterThanOrEqual(sections);
    expect(named("image").length).toBeGreaterThan(2);
    expect(named("image").every((name) => name.startsWith("Chart: "))).toBe(true);
    const levels = await page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(({tagName}) => tagName)");
    expect(levels).toEqual(["H1", ...Array.from({ length: sections }, () => "H2")]);
  });

  it("is reached by the keyboard: past the list of sections, and every table is opened and scrolled", async () => {
    await page.press("Tab");
    expect(await page.evaluate(FOCUSED)).toEqual(["A", "Skip to the charts"]);
    await page.press("Enter");
    await page.press("Tab");
    const [element, name] = (await page.evaluate(FOCUSED)) as [string, string];
    expect([element, name]).toEqual(["SUMMARY", expect.stringMatching(/^Table: /) as string]);
    await page.press("Enter");
    expect(await page.evaluate("document.activeElement.parentElement.open")).toBe(true);
    await page.press("Tab");
    expect(await page.evaluate(FOCUSED)).toEqual(["DIV", `${name.slice("Table: ".length)}, table`]);
  });

  it("shows where the focus is", async () => {
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineWidth");
    expect(outline).toBe("3px");
  });

  it.each(["light", "dark"])("has text that can be read in %s: contrast of at least 4.5 to 1", async (scheme) => {
    await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    const colours = (await page.evaluate(`(() => {
      const rgb = (name) => { const dot = document.createElement("i"); dot.style.color = "var(" + name + ")";
        document.body.append(dot); const { color } = getComputedStyle(dot); dot.remove(); return color; };
      return ["--ink", "--faint", "--link", "--warn"].map((name) => [name, rgb(name), rgb(name === "--warn" ? "--warn-page" : "--card")]);
    })()`)) as readonly (readonly [string, string, string])[];
    const weak = colours.filter(([, text, back]) => contrast(text, back) < 4.5);
    expect(weak).toEqual([]);
  });
});

/** Of two colours as browsers write them: WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [high = 1, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
