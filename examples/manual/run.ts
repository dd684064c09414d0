// SPDX-License-Identifier: Apache-2.0
// Starts the application as its users do. Without a key it talks to a loopback provider.
import { spawn } from "node:child_process";
import { once } from "node:events";

import { startFakeProvider } from "@outlay-test/fake-provider";

await using provider = await startFakeProvider({ script: [{ text: "Yes: the mark for alert is 400 cm." }] });
const { env } = process;
const offline = env["OPENAI_API_KEY"] ? {} : { OPENAI_API_KEY: "offline", OPENAI_BASE_URL: provider.openaiBaseUrl };

const app = spawn(process.execPath, ["--require", "@outlay/node/register", "app.ts"], {
  cwd: import.meta.dirname,
  stdio: "inherit",
  env: { ...env, ...offline },
});
const [exitCode] = (await once(app, "exit")) as [number | null];
process.exitCode = exitCode ?? 1;
