// SPDX-License-Identifier: Apache-2.0
import type { UserConfig } from "tsdown";

/**
 * The one build of every package: ESM and CommonJS, one file per source file, types checked by attw and publint.
 *
 * @param overrides - What a package needs differently; keep it small, the point is that packages are alike.
 */
export function preset(overrides: UserConfig = {}): UserConfig {
  return {
    entry: ["src/index.ts"],
    format: ["esm", "cjs"],
    // Every export says its type: declarations need no type checker, which would read the whole repository for each package.
    dts: { generator: "oxc" },
    unbundle: true,
    sourcemap: true,
    target: "node22.15",
    platform: "node",
    publint: { strict: true },
    attw: { profile: "node16", level: "error" },
    checks: { legacyCjs: false },
    ...overrides,
  };
}
