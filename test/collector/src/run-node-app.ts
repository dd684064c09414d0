// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import type { FakeProvider } from "@outlay-test/fake-provider";

import type { RunningCollector } from "./start-collector.ts";

/** What a process that ended well left behind. */
export interface AppResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Whose prices the application needs. */
export const APP_MODELS: readonly string[] = ["gpt-5-mini", "text-embedding-3-small", "claude-haiku-4-5"];

const APP = fileURLToPath(new URL("../apps/spends.mjs", import.meta.url));

/**
 * Runs the application with the preload, against the fake provider and with the Collector as its only backend.
 *
 * @throws {Error} If it does not end well, with what it said.
 */
export async function runNodeApp(
  provider: FakeProvider,
  collector: RunningCollector,
  env: Readonly<Record<string, string>> = {},
): Promise<AppResult> {
  const child = spawn(process.execPath, ["--import", "@outlay/node/register", APP], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      OPENAI_API_KEY: "none",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
      ANTHROPIC_API_KEY: "none",
      ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
      OTEL_SERVICE_NAME: "river",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl,
      ...env,
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (exitCode !== 0) throw new Error(`the application ended with ${exitCode}:\n${stderr}`);
  return { stdout, stderr };
}
