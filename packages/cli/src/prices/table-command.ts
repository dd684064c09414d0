// SPDX-License-Identifier: Apache-2.0
import { compiledTable } from "@outlay/pricing";

import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

/** `outlay prices table` */
export const tableCommand: Command = {
  about: "Writes the built-in price table as JSON, to be kept and compared with a later one by outlay prices diff.",
  positionals: { usage: "", least: 0, most: 0 },
  options: {},
  examples: ["> prices-2026-11.json"],
  found: "never",
  run(_input, io) {
    io.stdout(`${JSON.stringify(compiledTable())}\n`);
    return EXIT.OK;
  },
};
