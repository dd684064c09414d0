// SPDX-License-Identifier: Apache-2.0
import { compiledTable, diffPriceTables } from "@outlay/pricing";
import type { PriceTable } from "@outlay/pricing";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readTextFile } from "../read-text-file.ts";
import { UsageError } from "../usage-error.ts";
import { renderDifference } from "./diff-view.ts";
import { priceTableFrom } from "./read-price-table.ts";

const BUILT_IN = "--built-in";

/** `outlay prices diff` */
export const diffCommand: Command = {
  about:
    "Compares two versions of the price table, old and new: what was added and removed, and which rates moved by which factor. Either file may be --built-in, the table of this very version.",
  positionals: { usage: "OLD NEW", least: 0, most: 2 },
  options: { "built-in": { about: "in place of OLD or NEW: the table of this version" }, json: JSON_OPTION },
  examples: ["prices-2026-10.json prices-2026-11.json", "prices-2026-10.json --built-in"],
  found: "never",
  run(input, io) {
    const [oldName, newName, ...more] = input.inOrder.filter((word) => word === BUILT_IN || !word.startsWith("--"));
    if (oldName === undefined || newName === undefined || more.length > 0) {
      throw new UsageError("expected two tables, OLD and NEW; either may be --built-in");
    }
    const [before, after] = [oldName, newName].map((name) => tableOf(name, io.cwd)) as [PriceTable, PriceTable];
    const changes = diffPriceTables(before, after);
    if (input.has("json")) {
      io.stdout(`${JSON.stringify({ before: before.version, after: after.version, changes }, undefined, 2)}\n`);
    } else {
      io.stdout(renderDifference({ before: before.version, after: after.version, changes }, io));
    }
    return EXIT.OK;
  },
};

function tableOf(name: string, cwd: string): PriceTable {
  return name === BUILT_IN ? compiledTable() : priceTableFrom(readTextFile(name, cwd), name);
}
