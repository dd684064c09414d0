// SPDX-License-Identifier: Apache-2.0
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { ROOT, publishedPackages, textOf } from "./packages.ts";

/**
 * What each package may import from its siblings. Types marked `type:` may be imported, and nothing else of them.
 * An instrumentation knows core and the names; only composing packages know instrumentations.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  semconv: [],
  core: ["semconv"],
  pricing: ["type:core"],
  budget: ["type:core", "type:pricing"],
  alerts: ["semconv", "budget"],
  analysis: ["type:core", "type:pricing"],
  "span-processor": ["semconv", "core", "pricing", "budget", "analysis"],
  guard: ["semconv", "core", "pricing", "budget"],
  "exporter-langfuse": ["semconv", "core"],
  "exporter-console": ["semconv", "core"],
  "exporter-file": ["semconv", "core"],
  "exporter-mastra": ["semconv", "core"],
  "instrumentation-*": ["semconv", "core"],
  node: ["*"],
  cli: ["*"],
};

const README_HEADINGS = ["Install", "Use", "Configuration", "Telemetry", "Privacy", "Known limits", "License"];
const IMPORT = /^(?:import|export)\s+(type\s)?[^"']*?from\s+["']@outlay\/([a-z-]+)["']/gm;
const EXPORTED = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const) (\w+)/;

const packages = publishedPackages();

describe.each(packages.map((one) => [one.name, one] as const))("package %s", (name, one) => {
  it("imports only what lies below it", () => {
    const allowed = MAY_IMPORT[name] ?? MAY_IMPORT[name.replace(/-.*/, "-*")] ?? [];
    const wrong: string[] = [];
    for (const source of one.sources) {
      for (const [, type, target] of textOf(source).matchAll(IMPORT)) {
        if (target === undefined || allowed.includes("*") || allowed.includes(target)) continue;
        if (type !== undefined && allowed.includes(`type:${target}`)) continue;
        wrong.push(`${source} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("depends at run time on OpenTelemetry and its siblings only, with the API as a peer", () => {
    const dependencies = Object.keys(one.manifest.dependencies ?? {});
    expect(dependencies.filter((dependency) => !/^@(?:outlay|opentelemetry)\//.test(dependency))).toEqual([]);
    expect(dependencies).not.toContain("@opentelemetry/api");
  });

  it("documents every export", () => {
    expect(one.sources.flatMap(undocumentedExports)).toEqual([]);
  });

  it("starts every file with its licence and leaves nothing for later", () => {
    for (const source of one.sources) {
      const text = textOf(source);
      expect(text.split("\n", 1)[0], source).toBe("// SPDX-License-Identifier: Apache-2.0");
      expect(text, source).not.toMatch(/\b(?:TODO|FIXME|XXX|HACK)\b/);
    }
  });

  it("has one entry, dual, the same instance for import and require", () => {
    const entry = one.manifest.exports?.["."];
    expect(Object.keys(entry ?? {})).toEqual(["@outlay/source", "module-sync", "require", "default"]);
    expect(one.manifest.license).toBe("Apache-2.0");
  });

  it("has a README with the sections in order", () => {
    const readme = `${one.folder}/README.md`;
    expect(existsSync(join(ROOT, readme)), readme).toBe(true);
    const headings = [...textOf(readme).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? "");
    const known = headings.filter((heading) => README_HEADINGS.includes(heading));
    expect(known).toEqual(README_HEADINGS.filter((heading) => known.includes(heading)));
    expect(known).toEqual(expect.arrayContaining(["Install", "Use", "License"]));
  });

  it("has no drawer for odds and ends", () => {
    const drawers = one.sources.filter((source) => /\/(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(source));
    expect(drawers).toEqual([]);
  });
});

describe("repository", () => {
  it("has every published package in the table of allowed imports", () => {
    for (const { name } of packages)
      expect(MAY_IMPORT).toHaveProperty([name.replace(/^instrumentation-.*/, "instrumentation-*")]);
  });

  it("limits files, functions and complexity by lint", () => {
    const { rules } = JSON.parse(textOf(".oxlintrc.json")) as { rules: Record<string, unknown> };
    expect(rules["max-lines"]).toMatchObject(["error", { max: 300 }]);
    expect(rules["max-lines-per-function"]).toMatchObject(["error", { max: 50 }]);
    expect(rules["complexity"]).toMatchObject(["error", { max: 12 }]);
  });

  it("numbers its decisions without a gap", () => {
    const numbers = globSync("docs/decisions/[0-9]*.md", { cwd: ROOT }).map((path) =>
      Number(/(\d{4})-/.exec(path)?.[1]),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });
});

function undocumentedExports(source: string): string[] {
  if (source.endsWith(".generated.ts")) return [];
  const lines = textOf(source).split("\n");
  const missing: string[] = [];
  for (const [index, line] of lines.entries()) {
    const name = EXPORTED.exec(line)?.[1];
    if (name === undefined) continue;
    const before = lines.slice(0, index).findLast((candidate) => !/^(?:\/\/|@)/.test(candidate.trim()));
    if (before?.trimEnd().endsWith("*/") !== true) missing.push(`${source}: ${name}`);
  }
  return missing;
}
