// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import type { TaskFigures } from "@outlay/analysis";

import { readTextFile } from "../read-text-file.ts";
import { UsageError } from "../usage-error.ts";

const VERSION = 1;

const COUNTS = ["tasks", "calls", "unpricedCalls", "picoUsd", "inputTokens", "cacheReadTokens"] as const;

/** Writes the figures of a run, to be committed beside the code they are of. */
export function writeBaseline(name: string, cwd: string, tasks: readonly TaskFigures[]): void {
  try {
    writeFileSync(resolve(cwd, name), `${JSON.stringify({ version: VERSION, tasks }, undefined, 2)}\n`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`--write-baseline: got ${name}, which cannot be written (${code})`);
  }
}

/**
 * Reads the figures of an earlier run.
 *
 * @throws {UsageError} If the file cannot be read, or is not what {@link writeBaseline} writes: with the key and what was expected.
 */
export function readBaseline(name: string, cwd: string): readonly TaskFigures[] {
  const { version, tasks } = parsed(name, readTextFile(name, cwd));
  if (version !== VERSION) throw wrong(name, "version", version, String(VERSION));
  if (!Array.isArray(tasks)) throw wrong(name, "tasks", tasks, "a list");
  return tasks.map((task: unknown, index) => readTask(name, task, `tasks[${index}]`));
}

function readTask(name: string, value: unknown, key: string): TaskFigures {
  if (typeof value !== "object" || value === null) throw wrong(name, key, value, "the figures of a task");
  const fields = value as Readonly<Record<string, unknown>>;
  if (typeof fields["task"] !== "string") throw wrong(name, `${key}.task`, fields["task"], "a name");
  const count = (field: string, given: unknown): number => {
    if (typeof given === "number" && Number.isFinite(given) && given >= 0) return given;
    throw wrong(name, `${key}.${field}`, given, "a number from 0 on");
  };
  const [tasks, calls, unpricedCalls, picoUsd, inputTokens, cacheReadTokens] = COUNTS.map((field) =>
    count(field, fields[field]),
  ) as [number, number, number, number, number, number];
  if (tasks === 0) throw wrong(name, `${key}.tasks`, tasks, "a number from 1 on");
  const broken = fields["brokenPrefixes"];
  const brokenPrefixes = broken === undefined ? undefined : count("brokenPrefixes", broken);
  return { task: fields["task"], tasks, calls, unpricedCalls, picoUsd, inputTokens, cacheReadTokens, brokenPrefixes };
}

function parsed(name: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below: what is no JSON and what is no object are the same mistake.
  }
  throw new UsageError(`${name}: got no JSON object, expected what outlay check --write-baseline writes`);
}

function wrong(name: string, key: string, value: unknown, expected: string): UsageError {
  return new UsageError(`${name}: ${key}: got ${JSON.stringify(value) ?? "nothing"}, expected ${expected}`);
}
