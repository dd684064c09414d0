// SPDX-License-Identifier: Apache-2.0
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ENV_TABLE } from "../../packages/node/src/config/env-table.ts";
import { formatProblem } from "../../packages/node/src/config/problem.ts";
import { resolveConfig } from "../../packages/node/src/config/resolve-config.ts";
import { ATTRIBUTES, EVENTS, METRICS } from "../../packages/semconv/src/index.ts";
import { startFakeProvider } from "../../test/fake-provider/src/index.ts";
import type { FakeProvider } from "../../test/fake-provider/src/index.ts";
import { ROOT } from "../structure/packages.ts";
import { codeBlocks, statedOutput, yamlBlocks } from "./code-blocks.ts";
import { configSections } from "./config-tables.ts";
import { anchorsOf, brokenLinks } from "./links.ts";
import { ReaderApp } from "./reader-app.ts";
import { fillSections } from "./sections.ts";

const READMES = globSync(["README.md", "packages/*/README.md"], { cwd: ROOT }).toSorted();
const PAGES = globSync(["*.md", "packages/*/*.md", "docs/**/*.md", "examples/*/*.md", "collector-config/**/*.md"], {
  cwd: ROOT,
}).toSorted();
const BLOCKS = READMES.flatMap((file) => codeBlocks(file, textOf(file)));
const COMPILED = BLOCKS.filter(({ isCompiled }) => isCompiled);
const RUN = COMPILED.filter((block) => block.language === "js" && statedOutput(block).length > 0);

/** A compiler and some ten programs share the processor with whatever else is being tested. */
const TIMEOUT_MS = 120_000;

let app: ReaderApp;
let provider: FakeProvider;
beforeAll(async () => {
  app = new ReaderApp(COMPILED);
  provider = await startFakeProvider();
});
afterAll(async () => {
  app[Symbol.dispose]();
  await provider.close();
});

describe("code in READMEs", () => {
  it.concurrent(
    "compiles, strictly, as its reader would have it compiled",
    async () => {
      expect(await app.compile()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it.concurrent.each(RUN.map((block) => [`${block.file}:${block.line}`, block] as const))(
    "%s prints what it says",
    async (_place, block) => {
      const stated = statedOutput(block);
      const { stdout, stderr } = await app.run(block, {
        OPENAI_API_KEY: "offline",
        OPENAI_BASE_URL: provider.openaiBaseUrl,
      });
      expect(stderr).toBe("");
      expect(stdout.split("\n").filter((line) => stated.includes(line))).toEqual(stated);
    },
    TIMEOUT_MS,
  );

  it("is compiled but for a few fragments", () => {
    expect(BLOCKS.length - COMPILED.length).toBeLessThanOrEqual(2);
  });
});

/** A value of the kind that a variable of this name has. */
function pretend(name: string): string {
  if (name.startsWith("PD_")) return "R0123456789ABCDEF0123456789ABCDE";
  return name.endsWith("_URL") ? "https://hooks.example/services/x" : WEBHOOK_SECRET;
}

describe("configuration in READMEs", () => {
  it("has the tables of the source (pnpm run config:generate)", () => {
    const readme = textOf("packages/node/README.md");
    expect(readme).toBe(fillSections(readme, configSections()));
  });

  const blocks = READMES.flatMap((file) => yamlBlocks(textOf(file)).map((yaml) => [file, yaml] as const));

  it.each(blocks)("of %s is read without a problem", (_file, yaml) => {
    const env = Object.fromEntries([...yaml.matchAll(/\$\{(\w+)/g)].map(([, name = ""]) => [name, pretend(name)]));
    const { problems, fatal } = resolveConfig({ env, cwd: ROOT, readFile: () => yaml });
    expect([...problems, ...fatal].map(formatProblem)).toEqual([]);
  });
});

describe("pages", () => {
  it("link to files and headings that are there", () => {
    expect(PAGES.flatMap((file) => brokenLinks(file).map((link) => `${file}: ${link}`))).toEqual([]);
  });

  it("name attributes, metrics and variables that there are", () => {
    const named = PAGES.flatMap((file) => [...textOf(file).matchAll(NAME)].map(([name]) => [file, name] as const));
    expect(named.filter(([, name]) => !KNOWN_NAMES.has(name))).toEqual([]);
  });
});

describe("what these tests rest on", () => {
  it("finds blocks, their lines and what they print", () => {
    const text =
      '# t\n\n```js\nconst a = require("a");\nconsole.log(a.b()); // 1 2\n```\n\n<!-- not compiled -->\n\n```ts\nx\n```\n';
    const [first, second] = codeBlocks("a.md", text);
    expect(first).toMatchObject({ line: 4, language: "js", format: "commonjs", isCompiled: true });
    expect(first && statedOutput(first)).toEqual(["1 2"]);
    expect(second).toMatchObject({ line: 11, language: "ts", format: "module", isCompiled: false });
  });

  it("makes anchors as GitHub does", () => {
    expect([...anchorsOf("# A `b`-c, d!\n## Use\n```\n# not\n```\n## Use\n")]).toEqual(["a-b-c-d", "use", "use-1"]);
  });

  it.concurrent("sees a wrong name, a wrong type and a wrong option, on the line where they are", async () => {
    const code = [
      "import { createBudgetTracker, nothing } from '@outlay/budget';",
      "createBudgetTracker([{ name: 'b', limit: { usd: 1 }, window: 'ever' }]);",
      "createBudgetTracker([{ name: 'b', limit: { usd: 1 }, window: 'lifetime', colour: 'red' }]);",
    ].join("\n");
    using reader = new ReaderApp([...codeBlocks("a.md", `\n\`\`\`js\n${code}\n\`\`\`\n`)]);
    const lines = await reader.compile();
    expect(lines.map((line) => line.replace(/,.*/, ""))).toEqual(["a.md/3.mjs(3", "a.md/3.mjs(4", "a.md/3.mjs(5"]);
  });
});

/** What every `${NAME}` stands for: nothing else in an example is as particular about its form. */
const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NAME = /\boutlay(?:\.(?!config\b)\w+){2,}|\boutlay\.cost\b|\bOUTLAY_[A-Z]\w*/g;
/** What budgets read from the application's own attributes. */
const READ_ONLY = "outlay.run.id";
const KNOWN_NAMES: ReadonlySet<string> = new Set([
  READ_ONLY,
  ...Object.keys(ATTRIBUTES),
  ...Object.values(METRICS).map(({ name }) => name),
  ...Object.values(EVENTS),
  ...ENV_TABLE.map(({ key }) => key),
  ...globSync("collector-config/**/*.yaml", { cwd: ROOT }).flatMap((file) => variablesOf(textOf(file))),
]);

/** Names of environment variables that a Collector's configuration reads. */
function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{env:(\w+)/g)].map(([, name = ""]) => name);
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}
