// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { diag } from "@opentelemetry/api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { problemCounts, watchModuleFiles } from "../../src/index.ts";
import type { ModuleFile } from "../../src/index.ts";

let root: string;
let name: string;
let tests = 0;
const stops: (() => void)[] = [];
const require = createRequire(import.meta.url);
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "outlay-hooks-"));
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  // What a test loads stays loaded, and is offered to whoever watches a package of that name later.
  name = `sdk-${(tests += 1)}`;
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Writes a package into a folder of any name, and tells where its files are. */
function install(folder: string, manifest: object, files: Readonly<Record<string, string>>): (file: string) => string {
  const all = { "package.json": JSON.stringify(manifest), ...files };
  for (const [file, text] of Object.entries(all)) {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return (file) => join(root, folder, file);
}

function watch(file: Partial<ModuleFile> = {}): string[] {
  const seen: string[] = [];
  stops.push(
    watchModuleFiles([
      {
        packageName: name,
        versions: ">=2.0.0 <3",
        file: "resources/messages",
        exportNames: ["Messages"],
        onLoad: (exports) => seen.push(typeof exports["Messages"]),
        ...file,
      },
    ]),
  );
  return seen;
}

const CJS = "exports.Messages = class Messages {};\n//# sourceMappingURL=messages.js.map";
const ESM = "export class Messages {}\nexport const other = 1;";
const FUNCTION = 'function greet() { return "hello"; }';
const sdk = (): { name: string; version: string } => ({ name, version: "2.5.0" });

describe("a watched file", () => {
  it("hands out its classes when it is required", () => {
    const seen = watch();
    const path = install("a", sdk(), { "resources/messages.js": CJS });
    const exports: unknown = require(path("resources/messages.js"));

    expect(seen).toEqual(["function"]);
    expect(Object.keys(exports as object)).toEqual(["Messages"]);
  });

  it("hands out its classes when it is imported, and exports what it always did", async () => {
    const seen = watch();
    const path = install("b", sdk(), { "resources/messages.mjs": ESM });
    const exports: object = await import(pathToFileURL(path("resources/messages.mjs")).href);

    expect(seen).toEqual(["function"]);
    expect(Object.keys(exports).toSorted()).toEqual(["Messages", "other"]);
  });

  it("is found whatever its folder is called, also with a query behind its URL", async () => {
    const seen = watch();
    const path = install("alias of v2/üñ", sdk(), { "resources/messages.mjs": ESM });
    const url = pathToFileURL(path("resources/messages.mjs")).href;
    await import(url);
    await import(`${url}?v=2`);

    expect(seen).toEqual(["function", "function"]);
  });

  it("is found when it was required before anybody watched", () => {
    const path = install("c", sdk(), { "resources/messages.js": CJS });
    require(path("resources/messages.js"));

    expect(watch()).toEqual(["function"]);
  });

  it("is found where a build renamed its class", async () => {
    const seen = watch();
    const path = install("d", sdk(), { "resources/messages.mjs": "class a {}\nexport { a as Messages };" });
    await import(pathToFileURL(path("resources/messages.mjs")).href);

    expect(seen).toEqual(["function"]);
  });

  it.each([
    {
      format: "CommonJS",
      file: "resources/messages.js",
      text: `${FUNCTION} module.exports = { call: () => greet() };`,
    },
    { format: "ESM", file: "resources/messages.mjs", text: `${FUNCTION} export const call = () => greet();` },
  ])("lets a function that it only calls itself be replaced ($format)", async ({ file, text, format }) => {
    watch({
      exportNames: ["greet", "missing"],
      onLoad: (names) => {
        const greet = names["greet"] as () => string;
        Object.assign(names, { greet: () => `${greet()}, again`, missing: () => "made up" });
      },
    });
    const url = pathToFileURL(install(`replaced ${format}`, sdk(), { [file]: text })(file)).href;
    const loaded = (await import(url)) as { call?: () => string; default: { call: () => string } };
    const { call } = loaded.call === undefined ? loaded.default : { call: loaded.call };

    expect(call()).toBe("hello, again");
    expect(globalThis).not.toHaveProperty("missing");
  });

  it("is left alone once nobody watches", () => {
    const seen = watch();
    stops.pop()?.();
    require(install("e", sdk(), { "resources/messages.js": CJS })("resources/messages.js"));

    expect(seen).toEqual([]);
  });

  it("loads even when a watcher throws, which is counted", () => {
    const onLoad = (): void => {
      throw new Error("a watcher's own problem");
    };
    watch({ onLoad });
    const path = install("f", sdk(), { "resources/messages.js": CJS });

    expect(require(path("resources/messages.js"))).toHaveProperty("Messages");
    expect(problemCounts().get("hooks.onLoad")).toBeGreaterThan(0);
  });
});

describe("a file that is not the one", () => {
  it.each([
    { what: "of another package", manifest: { name: "other-sdk" }, file: "resources/messages.js" },
    { what: "elsewhere in the package", manifest: {}, file: "lib/messages.js" },
    { what: "of a package without a version", manifest: { version: undefined }, file: "resources/messages.js" },
  ])("$what is not offered", ({ what, manifest, file }) => {
    const seen = watch();
    require(install(what, { ...sdk(), ...manifest }, { [file]: CJS })(file));

    expect(seen).toEqual([]);
  });

  /** What is told while packages of one version are loaded. */
  function warnings(version: string, folders: readonly string[]): string[] {
    const warn = vi.fn<(message: string) => void>();
    const silent = (): void => undefined;
    diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent });
    for (const folder of folders)
      require(install(folder, { ...sdk(), version }, { "resources/messages.js": CJS })("resources/messages.js"));
    diag.disable();
    return warn.mock.calls.map(([message]) => message);
  }

  it("belongs to a version that is not supported: said once, with the range", () => {
    const seen = watch();
    const told = warnings("3.0.0", ["g", "h"]);

    expect(seen).toEqual([]);
    expect(told).toEqual([expect.stringContaining(`${name}@3.0.0`)]);
    expect(told[0]).toContain(">=2.0.0 <3");
  });

  it("belongs to a version of which other files are of interest: nothing is said", () => {
    watch();
    watch({ versions: ">=3.0.0 <4", file: "resources/later" });

    expect(warnings("3.0.0", ["i"])).toEqual([]);
    expect(warnings("4.0.0", ["j"])).toEqual([expect.stringMatching(/>=2\.0\.0 <3 or >=3\.0\.0 <4$/)]);
  });
});
