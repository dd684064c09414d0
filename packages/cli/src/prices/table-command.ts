// SPDX-License-Identifier: Apache-2.0
import { compiledTable } from "@outlay/pricing";

import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

/** `outlay prices table` */
export const tableCommand: Command = {
  about:
    "Writes the built-in price table as JSON, to be kept and compared with a later one by outlay prices diff, or to be signed and published for programs that fetch newer prices.",
  positionals: { usage: "", least: 0, most: 0 },
  options: {
    issued: { value: "DATE", about: "says when it was published: of two tables of a day, programs take the later one" },
  },
  examples: ["> prices-2026-11.json", "--issued 2026-11-23T16:00:00Z > table.json"],
  found: "never",
  run(input, io) {
    const issuedMs = input.moment("issued");
    const issued = issuedMs === undefined ? {} : { issued: new Date(issuedMs).toISOString().replace(/\.\d+Z$/, "Z") };
    io.stdout(`${JSON.stringify({ ...compiledTable(), ...issued })}\n`);
    return EXIT.OK;
  },
};
