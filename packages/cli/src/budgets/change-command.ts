// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";

import type { BudgetUnit, HeldBudgetStanding } from "@outlay/budget";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import { formatAmount, formatGroup } from "./amounts.ts";
import { withLedger } from "./open-ledger.ts";

const NANO_USD_PER_USD = 1_000_000_000;
const ABOUT = "AMOUNT is in US dollars, tokens or calls, as the limit of the budget is.";

/** `outlay budgets grant` */
export const grantCommand = changeCommand("grant", {
  about: `Raises the cap of a budget for the current window of a group, in the store that the configuration names. ${ABOUT}`,
  examples: ["team-day 25 --group team.id=a", 'team-day 25 --by anna --reason "launch day"'],
});

/** `outlay budgets adjust` */
export const adjustCommand = changeCommand("adjust", {
  about: `Corrects what a group has spent in its current window, in the store that the configuration names. ${ABOUT} Below zero it takes off what was counted too much; write -- before it. It is told of where --by or --reason is given.`,
  examples: ["org-month 12.50", 'org-month --reason "counted twice" -- -12.50'],
});

function changeCommand(change: "grant" | "adjust", says: Pick<Command, "about" | "examples">): Command {
  return {
    ...says,
    positionals: { usage: "BUDGET AMOUNT", least: 2, most: 2 },
    options: {
      group: { value: "NAME=VALUE,…", about: "values of the attributes that the budget is grouped by" },
      id: { value: "ID", about: "do it once, however often it is asked for by this id" },
      by: { value: "WHO", about: "who does it, for those who are told of it" },
      reason: { value: "TEXT", about: "why, for those who are told of it; both are kept to 256 characters" },
      json: JSON_OPTION,
    },
    found: "nothing: the command does not use it",
    async run(input, io) {
      const [budget = "", amount = ""] = input.positionals;
      const group = groupFrom(input.text("group"));
      const id = input.text("id") ?? randomUUID();
      const standing = await withLedger(io, async (guard) => {
        const [before] = await guard.status(budget, group);
        if (before === undefined) throw new UsageError(`no budget is named "${budget}"`);
        const note = { by: input.text("by"), reason: input.text("reason") };
        await guard[change](budget, group, amountFrom(amount, before.unit), id, note);
        const [after] = await guard.status(budget, group);
        return after ?? before;
      });
      io.stdout(input.has("json") ? `${JSON.stringify({ id, ...standing }, undefined, 2)}\n` : lineOf(standing));
      return EXIT.OK;
    },
  };
}

function lineOf({ budget, group, unit, spent, limit, granted }: HeldBudgetStanding): string {
  const cap = `${formatAmount(unit, limit)}${granted === 0 ? "" : `, and ${formatAmount(unit, granted)} granted`}`;
  return `${budget} (${formatGroup(group)}): ${formatAmount(unit, spent)} spent of ${cap}\n`;
}

function groupFrom(text: string | undefined): Readonly<Record<string, string>> {
  const parts = text === undefined ? [] : text.split(",");
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf("=");
      if (at < 1) throw new UsageError(`--group: got "${part}", expected NAME=VALUE`);
      return [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}

function amountFrom(text: string, unit: BudgetUnit): number {
  const isUsd = unit === "nanoUsd";
  const pattern = isUsd ? /^-?\d{1,7}(?:\.\d{1,9})?$/ : /^-?\d{1,15}$/;
  if (!pattern.test(text)) {
    throw new UsageError(`AMOUNT: got "${text}", expected ${isUsd ? "US dollars, such as 12.50" : "a whole number"}`);
  }
  return isUsd ? Math.round(Number(text) * NANO_USD_PER_USD) : Number(text);
}
