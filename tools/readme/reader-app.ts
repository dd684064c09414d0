// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import {
  globSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { ROOT, publishedPackages } from "../structure/packages.ts";
import type { CodeBlock } from "./code-blocks.ts";

/** Programs here load our sources, which takes Node four times as long without a cache of what it made of them. */
const COMPILE_CACHE = join(tmpdir(), "outlay-readme-cache");

/** What became of a program. */
export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a reader's own compiler: strict, and none of the rules that only this repository asks of itself. */
const COMPILER_OPTIONS = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  moduleDetection: "force",
  strict: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  customConditions: ["@outlay/source"],
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
};

/**
 * The application of somebody who installed every package and copied every block of code into a file of its own.
 *
 * Files are named after the README, and code begins on the same line as there: messages can be read as they are.
 */
export class ReaderApp implements Disposable {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), "outlay-readme-")));
  readonly #files = new Map<CodeBlock, string>();

  constructor(blocks: readonly CodeBlock[]) {
    for (const [name, target] of installedPackages()) {
      const link = join(this.folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link);
    }
    for (const block of blocks) {
      const extension = `${block.format === "commonjs" ? "c" : "m"}${block.language}`;
      const file = join(block.file, `${block.line}.${extension}`);
      this.#files.set(block, file);
      mkdirSync(join(this.folder, block.file), { recursive: true });
      writeFileSync(join(this.folder, file), "\n".repeat(block.line - 1) + block.code);
    }
    const config = { compilerOptions: COMPILER_OPTIONS, files: [...this.#files.values()] };
    writeFileSync(join(this.folder, "tsconfig.json"), JSON.stringify(config));
  }

  /** What the compiler has to say about the blocks; what it says about our own sources is for `typecheck` to say. */
  async compile(): Promise<string[]> {
    const compiler = createRequire(join(ROOT, "package.json")).resolve("typescript/package.json");
    const { stdout, stderr } = await this.#node([join(dirname(compiler), "bin/tsc"), "--pretty", "false"], {});
    if (stderr !== "") throw new Error(stderr);
    const files = [...this.#files.values()];
    return stdout.split("\n").filter((line) => files.some((file) => line.startsWith(file)));
  }

  /** Runs one block. */
  async run(block: CodeBlock, env: Readonly<Record<string, string>>): Promise<ProgramResult> {
    return await this.#node(["--conditions=@outlay/source", "--no-warnings", this.#files.get(block) ?? ""], env);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }

  #node(args: readonly string[], env: Readonly<Record<string, string>>): Promise<ProgramResult> {
    const options = { cwd: this.folder, env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: COMPILE_CACHE, ...env } };
    return new Promise((resolve) => {
      execFile(process.execPath, args, options, (_error, stdout, stderr) => resolve({ stdout, stderr }));
    });
  }
}

/** Everything that some package of this repository has installed, and those packages themselves, by name. */
function installedPackages(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const links = globSync("{packages,test}/*/node_modules/{[!.@]*,@*/*}", { cwd: ROOT });
  for (const path of links.toSorted()) {
    const { name } = JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8")) as { name: string };
    // An alias (`openai-4`) is an older version: it stands for its package only where there is no other.
    if (path.endsWith(`/node_modules/${name}`) || !found.has(name)) found.set(name, realpathSync(join(ROOT, path)));
  }
  for (const { manifest, folder } of publishedPackages()) found.set(manifest.name, join(ROOT, folder));
  return found;
}
