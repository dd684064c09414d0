// SPDX-License-Identifier: Apache-2.0
// Runs the agent as a user would run any application: in its own process, with the preload and no code change.
// Without keys both SDKs are pointed at a loopback provider; with keys they talk to the real ones.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startFakeProvider } from "@outlay-test/fake-provider";

import { billFromOtlp, renderBill } from "./bill.ts";
import { SCRIPT } from "./script.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "outlay-demo-"));
const spansFile = join(folder, "spans.jsonl");

await using provider = await startFakeProvider({ script: SCRIPT });
const offline = {
  ...(process.env["ANTHROPIC_API_KEY"]
    ? {}
    : { ANTHROPIC_API_KEY: "offline", ANTHROPIC_BASE_URL: provider.anthropicBaseUrl }),
  ...(process.env["OPENAI_API_KEY"] ? {} : { OPENAI_API_KEY: "offline", OPENAI_BASE_URL: provider.openaiBaseUrl }),
};
const usesLoopback = Object.keys(offline).length > 0;
console.log(usesLoopback ? "No keys set: answers come from a loopback provider.\n" : "Using the real providers.\n");

const app = spawn(process.execPath, ["--no-warnings", join(here, "src", "agent.ts")], {
  cwd: here,
  stdio: "inherit",
  env: {
    OTEL_SERVICE_NAME: "on-call-agent",
    ...process.env,
    ...offline,
    OUTLAY_FILE: spansFile,
    NODE_OPTIONS: "--require @outlay/node/register",
  },
});
const [exitCode] = (await once(app, "exit")) as [number | null];
if (exitCode !== 0) {
  console.error(`The agent ended with exit code ${exitCode}.`);
  process.exit(1);
}

console.log(renderBill(billFromOtlp(await readFile(spansFile, "utf8"))));
console.log(`\nSpans went to ${destinations().join(", ")}.`);
await rm(folder, { recursive: true });

function destinations(): string[] {
  const { env } = process;
  const endpoint = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  return [
    "this terminal",
    ...(endpoint ? [`OTLP at ${endpoint}`] : []),
    ...(env["LANGFUSE_PUBLIC_KEY"] ? [`Langfuse at ${env["LANGFUSE_BASE_URL"] ?? "https://cloud.langfuse.com"}`] : []),
    ...(endpoint || env["LANGFUSE_PUBLIC_KEY"]
      ? []
      : ["nowhere else: set OTEL_EXPORTER_OTLP_ENDPOINT or LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY"]),
  ];
}
