// SPDX-License-Identifier: Apache-2.0
import type { Command, CommandEntry } from "./command.ts";
import { hanging, wrap } from "./view/text.ts";
import type { Paint } from "./view/paint.ts";

const INDENT = "  ";

/** What is known of the place where help is shown. */
export interface HelpView {
  readonly columns: number;
  readonly paint: Paint;
}

/** The help of `outlay`, or of a group of commands such as `outlay prices`. */
export function groupHelp(entries: readonly CommandEntry[], group: string, { columns, paint }: HelpView): string {
  const width = Math.max(...entries.map(({ name }) => name.length)) + INDENT.length;
  const list = entries.map(({ name, summary }) => {
    const heading = INDENT + name.padEnd(width);
    return hanging(heading, summary, columns).replace(name, () => paint("name", name));
  });
  const usage = `Usage: outlay ${group === "" ? "" : `${group} `}<command> [options]`;
  return [
    ...(group === "" ? ["What AI agents spend: prices, and the setup of Outlay in a project.", ""] : []),
    paint("strong", usage),
    "",
    ...list,
    "",
    ...wrap("Run a command with --help for its options. Results go to stdout, everything else to stderr.", columns),
    "",
  ].join("\n");
}

/** The help of one command. */
export function commandHelp(name: string, command: Command, { columns, paint }: HelpView): string {
  const { about, positionals, options, examples } = command;
  const all: Command["options"] = { ...options, help: { about: "show this help (-h)" } };
  const flags = Object.entries(all).map(([option, { value, about: text }]) => ({
    flag: `--${option}${value === undefined ? "" : ` ${value}`}`,
    text,
  }));
  const width = Math.max(...flags.map(({ flag }) => flag.length)) + INDENT.length;
  const usage = ["Usage: outlay", name, positionals.usage, "[options]"].filter((word) => word !== "").join(" ");
  return [
    paint("strong", usage),
    "",
    ...wrap(about, columns),
    "",
    paint("strong", "Options"),
    ...flags.map(({ flag, text }) => hanging(INDENT + flag.padEnd(width), text, columns)),
    "",
    paint("strong", "Examples"),
    ...examples.map((example) => `${INDENT}outlay ${name}${example === "" ? "" : ` ${example}`}`),
    "",
    paint("strong", "Exit code"),
    `${INDENT}0  nothing to complain about`,
    hanging(`${INDENT}1  `, command.found, columns),
    `${INDENT}2  wrong arguments, or a file that cannot be read`,
    "",
  ].join("\n");
}
