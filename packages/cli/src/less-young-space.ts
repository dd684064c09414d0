// SPDX-License-Identifier: Apache-2.0

/** Commands that read recordings of any size. */
const READERS: ReadonlySet<string> = new Set(["check", "report", "whatif"]);
const OPTION = "--max-semi-space-size";

/**
 * Lets this process begin anew with less space for young objects, where it is to read a recording: what is parsed is
 * garbage at once, and V8 would let some 190 MB of it gather. Only Node's command line can say so, and a first line
 * with arguments (`env -S`) is not understood everywhere, as by BusyBox. Returns where nothing is to be done, or where
 * the system cannot replace a process (Windows): all works without.
 */
export function beginWithLessYoungSpace(): void {
  const { argv, env, execArgv, execPath } = process;
  const isSaid = [...execArgv, env["NODE_OPTIONS"] ?? ""].some((text) => text.replaceAll("_", "-").includes(OPTION));
  if (isSaid || !READERS.has(argv[2] ?? "")) return;
  try {
    process.execve?.(execPath, [execPath, `${OPTION}=16`, ...execArgv, ...argv.slice(1)]);
  } catch {
    // Memory only: it is read all the same.
  }
}
