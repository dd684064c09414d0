// SPDX-License-Identifier: Apache-2.0
// Starts the application as its users do. Without keys the SDKs are pointed at a loopback provider.
import { spawn } from "node:child_process";
import { once } from "node:events";

import { startFakeProvider } from "@outlay-test/fake-provider";

await using provider = await startFakeProvider({
  script: [
    { when: { path: "/v1/chat/completions" }, text: "billing", reasoningTokens: 64, outputTokens: 70 },
    {
      when: { path: "/v1/messages" },
      chunks: 12,
      text: "I am sorry for the second charge. It was an authorisation that never became a payment, and it leaves your statement within three days. If it is still there on Friday, answer this message and I refund it by hand.",
      outputTokens: 220,
    },
  ],
});
const { env } = process;
const offline = {
  ...(env["OPENAI_API_KEY"] ? {} : { OPENAI_API_KEY: "offline", OPENAI_BASE_URL: provider.openaiBaseUrl }),
  ...(env["ANTHROPIC_API_KEY"] ? {} : { ANTHROPIC_API_KEY: "offline", ANTHROPIC_BASE_URL: provider.anthropicBaseUrl }),
};
// Without a backend for metrics and logs the SDK would try localhost for ever.
const quiet = env["OTEL_EXPORTER_OTLP_ENDPOINT"]
  ? { OTEL_METRICS_EXPORTER: "otlp" }
  : { OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" };

const app = spawn(process.execPath, ["--import", "./telemetry.ts", "app.ts"], {
  cwd: import.meta.dirname,
  stdio: "inherit",
  env: { ...env, ...offline, ...quiet },
});
const [exitCode] = (await once(app, "exit")) as [number | null];
process.exitCode = exitCode ?? 1;
