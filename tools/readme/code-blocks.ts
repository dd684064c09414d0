// SPDX-License-Identifier: Apache-2.0

/** One fenced block of JavaScript or TypeScript in a Markdown file. */
export interface CodeBlock {
  /** The Markdown file, from the root. */
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly language: "js" | "ts";
  readonly format: "module" | "commonjs";
  readonly code: string;
  /** False for a fragment, marked with `<!-- not compiled -->` on the line before it. */
  readonly isCompiled: boolean;
}

const YAML = /^```yaml\n(?<text>.*?)^```$/gms;
const FENCE = /^(?<mark><!-- not compiled -->\n+)?(?<open>```(?<language>js|ts)\n)(?<code>.*?)^```$/gms;
const PRINTED = /\bconsole\.log\(.*\)[;,] \/\/ (.+)$/gm;

/** Finds the blocks of code in a Markdown file; `require` makes one CommonJS. */
export function codeBlocks(file: string, markdown: string): CodeBlock[] {
  return [...markdown.matchAll(FENCE)].map((match) => {
    const { mark = "", open = "", language, code = "" } = match.groups ?? {};
    return {
      file,
      line: markdown.slice(0, match.index + mark.length + open.length).split("\n").length,
      language: language as "js" | "ts",
      format: /\brequire\(/.test(code) ? "commonjs" : "module",
      code,
      isCompiled: mark === "",
    };
  });
}

/** What a block says it prints, line by line: the comments behind its `console.log` calls. */
export function statedOutput({ code }: CodeBlock): string[] {
  return [...code.matchAll(PRINTED)].map(([, text = ""]) => text);
}

/** Finds the blocks of YAML in a Markdown file: all of them are, or could be, an `outlay.config.yaml`. */
export function yamlBlocks(markdown: string): string[] {
  return [...markdown.matchAll(YAML)].map((match) => match.groups?.["text"] ?? "");
}
