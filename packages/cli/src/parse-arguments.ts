// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";

import type { Command } from "./command.ts";
import { UsageError } from "./usage-error.ts";
import { nearNames } from "./view/near-names.ts";

/** What a command was called with. */
export interface CommandInput {
  readonly positionals: readonly string[];
  /** Positionals and switches in the order they were written; a switch as `--name`. */
  readonly inOrder: readonly string[];
  has(option: string): boolean;
  text(option: string): string | undefined;
  /** @throws {UsageError} If it is not a whole number that can be a count. */
  count(option: string): number | undefined;
  /** Epoch milliseconds. @throws {UsageError} If it is no ISO date. */
  moment(option: string): number | undefined;
}

/**
 * Reads the arguments of a command.
 *
 * @throws {UsageError} If there is one that it does not have, or a value is missing or too much.
 */
export function parseArguments(command: Command, args: readonly string[]): CommandInput {
  const names = [...Object.keys(command.options), "help"];
  const isSwitch = (name: string): boolean => command.options[name]?.value === undefined;
  const options: ParseArgsConfig["options"] = Object.fromEntries(
    names.map((name) => [
      name,
      { type: isSwitch(name) ? "boolean" : "string", ...(name === "help" && { short: "h" }) },
    ]),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const inOrder: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") inOrder.push(token.value);
    if (token.kind !== "option") continue;
    if (!names.includes(token.name)) throw unknownOption(token.rawName, names);
    if (isSwitch(token.name)) inOrder.push(`--${token.name}`);
    checkValue(token.rawName, token.value, command.options[token.name]?.value);
  }
  return { positionals, inOrder, ...readers(values) };
}

/** @throws {UsageError} If there are too few arguments that are no options, or too many. */
export function checkPositionals({ positionals }: Command, given: readonly string[]): void {
  const { usage, least, most } = positionals;
  const expected = usage === "" ? "no argument" : usage;
  if (given.length < least) throw new UsageError(`missing argument: expected ${expected}`);
  const extra = given[most];
  if (extra !== undefined) throw new UsageError(`unexpected argument "${extra}": expected ${expected}`);
}

function checkValue(rawName: string, value: string | undefined, wanted: string | undefined): void {
  if (wanted === undefined && value !== undefined) {
    throw new UsageError(`${rawName}: got "${value}", expected no value`);
  }
  if (wanted !== undefined && (value === undefined || value === "")) {
    throw new UsageError(`${rawName}: got nothing, expected ${wanted}`);
  }
}

function unknownOption(rawName: string, names: readonly string[]): UsageError {
  const [near] = nearNames(rawName.replace(/^-+/, ""), names, 1);
  const expected = near === undefined ? `one of ${names.map((name) => `--${name}`).join(", ")}` : `--${near}`;
  return new UsageError(`${rawName}: no such option, expected ${expected}`);
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function readers(values: Readonly<Record<string, unknown>>): Omit<CommandInput, "positionals" | "inOrder"> {
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === "string" ? value : undefined;
  };
  return {
    has: (option) => values[option] !== undefined,
    text,
    count(option) {
      const value = text(option);
      if (value === undefined) return undefined;
      const digits = value.replace(/(?<=\d)[_,](?=\d)/g, "");
      if (/^\d+$/.test(digits) && Number.isSafeInteger(Number(digits))) return Number(digits);
      throw new UsageError(`--${option}: got "${value}", expected a whole number`);
    },
    moment(option) {
      const value = text(option);
      if (value === undefined) return undefined;
      const time = ISO_DATE.test(value) ? Date.parse(value) : Number.NaN;
      if (!Number.isNaN(time)) return time;
      throw new UsageError(
        `--${option}: got "${value}", expected a UTC date or moment (2026-11-23, 2026-11-23T16:00:00Z)`,
      );
    },
  };
}
