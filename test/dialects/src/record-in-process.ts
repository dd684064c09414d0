// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SCRIPT = fileURLToPath(new URL("record-one.ts", import.meta.url));

/** Records one emitter in a child process; rejects with what it wrote when it fails. */
export async function recordInProcess(name: string, folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, ["--conditions=@outlay/source", SCRIPT, name, folder], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...QUIET },
  });
}

/** No emitter reports on its user, and none writes to the terminal. */
const QUIET = {
  TRACELOOP_TELEMETRY: "false",
  OPENLIT_TELEMETRY: "false",
  MASTRA_TELEMETRY_DISABLED: "1",
  LANGCHAIN_TRACING_V2: "false",
  NODE_NO_WARNINGS: "1",
};
