// SPDX-License-Identifier: Apache-2.0
import type { CommandEntry } from "./command.ts";
import type { CommandIo } from "./command-io.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT } from "./exit-codes.ts";
import { commandHelp, groupHelp } from "./help.ts";
import { checkPositionals, parseArguments } from "./parse-arguments.ts";
import { UsageError } from "./usage-error.ts";
import { nearNames } from "./view/near-names.ts";
import { VERSION } from "./version.ts";

/**
 * Runs `outlay` with arguments, as the program of that name does.
 *
 * Mistakes in the arguments, and files that cannot be read, are said on stderr and never thrown.
 *
 * @param args - Without the names of Node and the program.
 * @returns The exit code: 0, 1 if something was found, 2 if the command could not be run.
 */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { entry, words } = findCommand(args);
  if (entry === undefined) return answerGroup(args, io);
  const command = await entry.load();
  const own = args.slice(words);
  try {
    const input = parseArguments(command, own);
    if (input.has("help")) {
      io.stdout(commandHelp(entry.name, command, io));
      return EXIT.OK;
    }
    checkPositionals(command, input.positionals);
    return await command.run(input, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr(`outlay ${entry.name}: ${error.message}\nRun outlay ${entry.name} --help for what it takes.\n`);
    return EXIT.USAGE;
  }
}

function findCommand(args: readonly string[]): { readonly entry: CommandEntry | undefined; readonly words: number } {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const entry = COMMANDS.find((candidate) => candidate.name === name);
    if (entry !== undefined) return { entry, words };
  }
  return { entry: undefined, words: 0 };
}

/** `outlay`, `outlay prices`, and everything that is no command. */
function answerGroup(args: readonly string[], io: CommandIo): number {
  const words = args.filter((arg) => !arg.startsWith("-"));
  const group = words[0] ?? "";
  const entries = group === "" ? COMMANDS : COMMANDS.filter(({ name }) => name.startsWith(`${group} `));
  if (args.includes("--version") || args[0] === "-v") {
    io.stdout(`${VERSION}\n`);
    return EXIT.OK;
  }
  const isKnown = entries.length > 0 && words.length < 2;
  if (!isKnown) {
    io.stderr(unknownCommand(words.slice(0, 2).join(" ")));
    return EXIT.USAGE;
  }
  const asked = args.length === 0 || args.includes("--help") || args.includes("-h") || args.length === words.length;
  if (!asked) {
    io.stderr(`outlay: got ${args.join(" ")}, expected a command. Run outlay --help for a list.\n`);
    return EXIT.USAGE;
  }
  io.stdout(groupHelp(entries, group, io));
  return EXIT.OK;
}

function unknownCommand(name: string): string {
  const names = COMMANDS.map((entry) => entry.name);
  const [near] = nearNames(name, names, 1);
  const hint = near === undefined ? "Run outlay --help for a list." : `Did you mean outlay ${near}?`;
  return `outlay: no command "${name}". ${hint}\n`;
}
