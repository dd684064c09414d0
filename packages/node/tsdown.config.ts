import type { UserConfig } from "tsdown";

import { preset } from "../../tools/tsdown-preset.ts";

/** One CommonJS file each: every start of every program pays for a preload, and a file costs more than its text. */
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
  preset({ attw: { profile: "node16", level: "error", excludeEntrypoints: ["./register", "./schema.json"] } }),
  preset({ ...BUNDLE, entry: ["src/register.ts", "src/preload.ts"], deps: { alwaysBundle: [/^@outlay\//] } }),
  preset({ ...BUNDLE, entry: { "config-file": "src/config/config-file.ts" }, deps: { alwaysBundle: [/^[^#]/] } }),
];

export default configs;
