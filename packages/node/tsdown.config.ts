import { globSync } from "node:fs";
import { basename } from "node:path";

import type { UserConfig } from "tsdown";

import { preset } from "../../tools/tsdown-preset.ts";

/** What the preload loads with the first file of an SDK. */
const INSTRUMENTATIONS = Object.fromEntries(
  globSync("src/instrument/*.ts", { exclude: ["**/instrumentation-factory.ts"] }).map((file) => [
    `preload/${basename(file, ".ts")}`,
    file,
  ]),
);

/** As few CommonJS files as can be: every start of every program pays for a preload, and a file costs more than its text. */
const BUNDLE: UserConfig = {
  format: "cjs",
  unbundle: false,
  dts: false,
  clean: false,
  attw: false,
  publint: false,
  // Without comments, but with every line where it was: a stack trace has to be readable.
  outputOptions: { comments: false },
};

const configs: UserConfig[] = [
  preset({
    // The names of the SDKs are types: only a type checker can declare them.
    dts: { generator: "tsgo" },
    attw: { profile: "node16", level: "error", excludeEntrypoints: ["./register", "./schema.json"] },
  }),
  preset({
    ...BUNDLE,
    entry: { register: "src/register.ts", preload: "src/preload.ts", ...INSTRUMENTATIONS },
    outputOptions: {
      comments: false,
      chunkFileNames: "preload/[name].cjs",
      codeSplitting: { groups: [{ name: "core", test: /packages[\\/](?:core|semconv)[\\/]/ }] },
    },
    deps: { alwaysBundle: [/^@outlay\//] },
  }),
  preset({ ...BUNDLE, entry: { "config-file": "src/config/config-file.ts" }, deps: { alwaysBundle: [/^[^#]/] } }),
  // A file of its own, with its own copy of what it needs of the pricing package: shared, it would cost every start a file.
  preset({
    ...BUNDLE,
    entry: { "price-refresh": "src/price-refresh/start-price-refresh.ts" },
    outputOptions: { comments: false, codeSplitting: false },
    deps: { alwaysBundle: [/^@outlay\//] },
  }),
  // Likewise, for those who share budgets between processes.
  preset({
    ...BUNDLE,
    entry: { "budget-stores": "src/budget-store/open-budget-store.ts" },
    outputOptions: { comments: false, codeSplitting: false },
    deps: { alwaysBundle: [/^@outlay\//] },
  }),
];

export default configs;
