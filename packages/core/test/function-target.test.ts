// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { SdkInstrumentation } from "../src/index.ts";
import type { FunctionTarget } from "../src/index.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "outlay-functions-"));
});
afterAll(() => rmSync(root, { recursive: true }));

function install(name: string, file: string, text: string): string {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, "package.json"), JSON.stringify({ name, version: "1.0.0" }));
  writeFileSync(join(root, name, file), text);
  return join(root, name, file);
}

const FORMS = [
  { form: "declared and exported", file: "sdk.mjs", text: "export function ask(q){return `asked ${q}`}" },
  {
    form: "exported under another name",
    file: "sdk.mjs",
    text: "function x$(q){return `asked ${q}`}\nexport{y as other,x$ as ask};var y=1;",
  },
  { form: "exported by CommonJS", file: "sdk.cjs", text: "exports.ask = function ask(q) { return `asked ${q}`; };" },
];

describe.each(FORMS)("a function that is $form", ({ form, file, text }) => {
  it("is replaced for its callers, once, and lets calls through while tracing is off", async () => {
    const name = `sdk-${form.replaceAll(" ", "-")}`;
    const target: FunctionTarget = {
      packageName: name,
      versions: ">=1.0.0 <2",
      file: "sdk",
      functionName: "ask",
      wrap: (host, original) =>
        function (this: unknown, ...args: unknown[]) {
          const answer = original.apply(this, args);
          return host.isEnabled() ? `${String(answer)}, traced` : answer;
        },
    };
    const instrumentations = [1, 2].map(
      () => new SdkInstrumentation({ name: "test", version: "1", targets: [target] }, {}),
    );
    const path = install(name, file, text);
    const sdk = (file.endsWith(".cjs") ? createRequire(path)(path) : await import(pathToFileURL(path).href)) as {
      ask(question: string): string;
    };

    expect(sdk.ask("why")).toBe("asked why, traced");
    for (const one of instrumentations) one.disable();
    expect(sdk.ask("why")).toBe("asked why");
    instrumentations[0]?.enable();
    expect(sdk.ask("why")).toBe("asked why, traced");
  });
});
