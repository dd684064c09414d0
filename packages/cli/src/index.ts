// SPDX-License-Identifier: Apache-2.0
export type { CommandIo } from "./command-io.ts";
export { processIo } from "./command-io.ts";
export type { Paint, Role } from "./view/paint.ts";
export { runCommand } from "./run-command.ts";
