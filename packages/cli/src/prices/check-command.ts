// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import { readOverrideFile } from "./read-override-file.ts";
import { overrideEffects } from "./override-effects.ts";
import { effectsJson, renderEffects } from "./check-view.ts";

/** `outlay prices check` */
export const checkCommand: Command = {
  about:
    "Checks a file of your own prices, YAML or JSON, as pricing.file in outlay.config.yaml names it: every mistake with its line, and for every entry which listed models it changes, and how.",
  positionals: { usage: "FILE", least: 1, most: 1 },
  options: { json: JSON_OPTION },
  examples: ["prices.yaml", "prices.json --json"],
  found: "something in the file is wrong and does not count",
  run(input, io) {
    const [file = ""] = input.positionals;
    if (!existsSync(resolve(io.cwd, file))) throw new UsageError(`${file}: got no such file, expected a price file`);
    const { overrides, problems } = readOverrideFile(file, io);
    const effects = overrideEffects(overrides, io.nowMs());
    const found = { file, overrides, problems, effects };
    io.stdout(input.has("json") ? effectsJson(found) : renderEffects(found, io));
    return problems.length === 0 ? EXIT.OK : EXIT.FOUND;
  },
};
