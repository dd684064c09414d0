// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { COMMANDS } from "../src/commands.ts";
import { outlay } from "./run.ts";

describe("outlay", () => {
  it.each([
    [["prices", "shwo"], 'outlay: no command "prices shwo". Did you mean outlay prices show?\n'],
    [["bill"], 'outlay: no command "bill". Run outlay --help for a list.\n'],
    [["--verbose"], "outlay: got --verbose, expected a command. Run outlay --help for a list.\n"],
    [["prices", "show"], "outlay prices show: missing argument: expected MODEL\n"],
    [["prices", "show", "a", "b"], 'outlay prices show: unexpected argument "b": expected MODEL\n'],
    [["prices", "show", "a", "--provder", "x"], "outlay prices show: --provder: no such option, expected --provider\n"],
    [["prices", "show", "a", "--provider"], "outlay prices show: --provider: got nothing, expected NAME\n"],
    [["prices", "show", "a", "--json=yes"], 'outlay prices show: --json: got "yes", expected no value\n'],
    [
      ["prices", "show", "a", "--at", "yesterday"],
      'outlay prices show: --at: got "yesterday", expected a UTC date or moment (2026-11-23, 2026-11-23T16:00:00Z)\n',
    ],
    [
      ["prices", "show", "a", "--at", "2026-13-01"],
      'outlay prices show: --at: got "2026-13-01", expected a UTC date or moment (2026-11-23, 2026-11-23T16:00:00Z)\n',
    ],
    [
      ["prices", "explain", "a"],
      "outlay prices explain: --provider: got nothing, expected who was called, such as openai\n",
    ],
    [
      ["prices", "explain", "a", "--provider", "x", "--input", "1.5"],
      'outlay prices explain: --input: got "1.5", expected a whole number\n',
    ],
    [
      ["prices", "explain", "a", "--provider", "x"],
      "outlay prices explain: --input: got nothing, expected what the call used\n",
    ],
    [
      ["prices", "diff", "--built-in"],
      "outlay prices diff: expected two tables, OLD and NEW; either may be --built-in\n",
    ],
    [["prices", "check", "no.yaml"], "outlay prices check: no.yaml: got no such file, expected a price file\n"],
    [
      ["prices", "unpriced", "no.jsonl"],
      "outlay prices unpriced: no.jsonl: got a file that cannot be read (ENOENT), expected OTLP JSON lines\n",
    ],
  ])("refuses %j, naming what was expected, with exit code 2", async (args, message) => {
    const { exitCode, stdout, stderr } = await outlay(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr.startsWith(message)).toBe(true);
  });

  it("takes thousands as people write them", async () => {
    const { stdout } = await outlay(["prices", "explain", "gpt-5.1", "--provider", "openai", "--input", "1_000,000"]);
    expect(stdout).toContain("1,000,000");
  });

  it.each([[[]], [["--help"]], [["-h"]], [["prices"]], [["prices", "--help"]]])(
    "lists commands for %j",
    async (args) => {
      const { exitCode, stdout, stderr } = await outlay(args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      const listed = COMMANDS.filter(({ name }) => args[0] !== "prices" || name.startsWith("prices "));
      for (const { name, summary } of listed) expect(stdout).toMatch(new RegExp(`  ${name} +${summary}`));
    },
  );

  it.each(COMMANDS.map(({ name }) => name))(
    "helps with %s: every option, and what the exit codes mean",
    async (name) => {
      const command = await COMMANDS.find((entry) => entry.name === name)?.load();
      const { exitCode, stdout } = await outlay([...name.split(" "), "--help"]);
      expect(exitCode).toBe(0);
      for (const option of Object.keys(command?.options ?? {})) expect(stdout).toContain(`--${option}`);
      expect(stdout).toMatch(/Exit code\n {2}0 {2}.+\n {2}1 {2}.+/);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(130);
    },
  );
});
