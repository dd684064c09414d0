import type { UserConfig } from "tsdown";

import { preset } from "../../tools/tsdown-preset.ts";

/** Everything is in the package: `npx @outlay/cli` downloads one tarball. Siblings are bundled from their sources. */
const BUNDLE: UserConfig = {
  unbundle: false,
  sourcemap: false,
  // What bundled libraries say to their developers only.
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  deps: { alwaysBundle: [/^[^#]/] },
  inputOptions: { resolve: { conditionNames: ["@outlay/source", "node", "import", "default"] } },
  // Names stay, for stack traces.
  minify: { compress: true, mangle: false, codegen: true },
  outputOptions: { comments: false },
};

/** Without arguments: BusyBox's `env` does not split them. */
const SHEBANG = "#!/usr/bin/env node";

/** Adds to what the first build left in the folder. */
const MORE: UserConfig = { ...BUNDLE, clean: false, dts: false, attw: false, publint: false };

const configs: UserConfig[] = [
  preset({ ...BUNDLE, format: "cjs", dts: { generator: "tsgo" } }),
  preset({
    ...MORE,
    entry: ["src/index.ts", "src/outlay.ts"],
    format: "esm",
    outputOptions: { comments: false, banner: (chunk) => (chunk.name === "outlay" ? SHEBANG : "") },
  }),
  preset({ ...MORE, format: "esm", dts: { emitDtsOnly: true, generator: "tsgo" } }),
  preset({ ...MORE, entry: { "config-file": "../node/src/config/config-file.ts" }, format: "cjs" }),
  preset({ ...MORE, entry: { "budget-stores": "../node/src/budget-store/open-budget-store.ts" }, format: "cjs" }),
];

export default configs;
