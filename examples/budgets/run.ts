// SPDX-License-Identifier: Apache-2.0
// Starts the application as its users do. Without a key it talks to a loopback provider.
import { spawn } from "node:child_process";
import { once } from "node:events";

import { startFakeProvider } from "@outlay-test/fake-provider";

const answer = { text: "Look at the load balancer.", outputTokens: 2000 };
const summary = { text: "The load balancer drops a third of all requests.", outputTokens: 1500 };
const ticket = [answer, answer, answer, answer, summary];

await using provider = await startFakeProvider({ script: [...ticket, ...ticket] });
const { env } = process;
const offline = env["OPENAI_API_KEY"] ? {} : { OPENAI_API_KEY: "offline", OPENAI_BASE_URL: provider.openaiBaseUrl };
// Nothing is exported here: the example is about what is not sent.
const quiet = { OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" };

const app = spawn(process.execPath, ["--import", "./telemetry.ts", "app.ts"], {
  cwd: import.meta.dirname,
  stdio: "inherit",
  env: { ...env, ...offline, ...quiet },
});
const [exitCode] = (await once(app, "exit")) as [number | null];
process.exitCode = exitCode ?? 1;
