// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import type * as anthropic from "@ai-sdk/anthropic";
import type * as google from "@ai-sdk/google";
import type * as compatible from "@ai-sdk/openai-compatible";
import type * as openai from "@ai-sdk/openai";
import type * as ai from "ai";

/** A major of `ai`, with the providers of its time. */
export type Major = 5 | 6 | 7;

/** How a build is loaded; 7 is ESM only. */
export type Format = "ESM" | "CommonJS";

/** The newest version's types stand for all majors; tests use what they have in common. */
export interface Sdk {
  readonly major: Major;
  readonly ai: typeof ai;
  readonly openai: typeof openai;
  readonly anthropic: typeof anthropic;
  readonly google: typeof google;
  readonly compatible: typeof compatible;
}

/** One build of one version. */
export interface Build {
  readonly major: Major;
  readonly format: Format;
  /** The first release of the major, with the first ones of its providers. @defaultValue the newest */
  readonly age?: "oldest";
}

/** What is tested: the newest version of each major, in each format that it has. */
export const BUILDS: readonly Build[] = [
  { major: 5, format: "ESM" },
  { major: 5, format: "CommonJS" },
  { major: 6, format: "ESM" },
  { major: 6, format: "CommonJS" },
  { major: 7, format: "ESM" },
];

/** The oldest version of each major. */
export const OLDEST_BUILDS: readonly Build[] = BUILDS.map((build) => ({ ...build, age: "oldest" }));

/** Loads `ai` and its providers, by the names they have in this package's devDependencies. */
export async function loadSdk({ major, format, age }: Build): Promise<Sdk> {
  const newest = major === 7 ? "" : `-${major}`;
  const load = async (name: string, suffix = newest): Promise<unknown> =>
    format === "ESM" ? await import(`${name}${suffix}`) : createRequire(import.meta.url)(`${name}${suffix}`);
  const suffix = age === undefined ? newest : `-${major}-oldest`;
  return {
    major,
    ai: (await load("ai", suffix)) as typeof ai,
    openai: (await load("@ai-sdk/openai", suffix)) as typeof openai,
    anthropic: (await load("@ai-sdk/anthropic", suffix)) as typeof anthropic,
    google: (await load("@ai-sdk/google")) as typeof google,
    compatible: (await load("@ai-sdk/openai-compatible")) as typeof compatible,
  };
}
