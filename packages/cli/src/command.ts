// SPDX-License-Identifier: Apache-2.0
import type { CommandIo } from "./command-io.ts";
import type { CommandInput } from "./parse-arguments.ts";

/** An option of a command. One with a `value` takes it; the others are switches. */
export interface OptionDescription {
  /** What stands for the value in the help text: `DATE`. */
  readonly value?: string;
  readonly about: string;
}

/** One command: what its help says, and what it does. */
export interface Command {
  /** What it does, in a sentence or a few. */
  readonly about: string;
  /** Arguments that are no options, as the help writes them. */
  readonly positionals: {
    readonly usage: string;
    readonly least: number;
    readonly most: number;
  };
  /** By name, without the dashes. */
  readonly options: Readonly<Record<string, OptionDescription>>;
  /** Arguments after the name of the command. */
  readonly examples: readonly string[];
  /** What exit code 1 means. */
  readonly found: string;
  /** @returns The exit code. */
  run(input: CommandInput, io: CommandIo): number | Promise<number>;
}

/** A command by its name, loaded when it is wanted. */
export interface CommandEntry {
  /** Words after `outlay`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** The option that every command with data has. */
export const JSON_OPTION: OptionDescription = { about: "write JSON" };
