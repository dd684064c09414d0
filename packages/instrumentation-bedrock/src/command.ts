// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";

import type { CommandFields } from "./internal-types.ts";

/**
 * Which operation a command is: `Converse`, `InvokeModel`, …
 *
 * Its schema says so even where a bundler has renamed the class; older commands have none.
 */
export function commandName(command: unknown): string | undefined {
  const { schema } = fieldsOf<CommandFields>(command);
  const [, , operation]: readonly unknown[] = Array.isArray(schema) ? schema : [];
  if (typeof operation === "string") return operation;
  const name: unknown = typeof command === "object" ? command?.constructor?.name : undefined;
  return typeof name === "string" ? name.replace(/^_?(.*)Command\d*$/, "$1") : undefined;
}

/** What a command was made with. */
export function inputOf<Shape extends { readonly [Name in keyof Shape]: unknown }>(command: unknown): Partial<Shape> {
  return fieldsOf<Shape>(fieldsOf<CommandFields>(command).input);
}

/** The same command with some of its input replaced; middleware that was added to it stays. */
export function withInput(command: unknown, input: object): unknown {
  if (typeof command !== "object" || command === null) return command;
  const copy: object = Object.create(Object.getPrototypeOf(command) as object) as object;
  return Object.assign(copy, command, { input: { ...inputOf(command), ...input } });
}
