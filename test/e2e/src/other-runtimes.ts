// SPDX-License-Identifier: Apache-2.0
import type { NpmBinary } from "./npm-binary.ts";

const { platform, arch } = process;

/** Bun, as npm's `bun` brings it. */
export const BUN: NpmBinary = {
  packageName: `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}`,
  version: "1.4.5",
  file: "bin/bun",
};

/** Deno, as npm's `deno` brings it. */
export const DENO: NpmBinary = {
  packageName: `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}`,
  version: "2.9.6",
  file: "deno",
};
