// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import type { ProviderInstrumentation } from "@outlay/core";
import { AnthropicInstrumentation, disableNativeTracing } from "@outlay/instrumentation-anthropic";
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";

import { formatProblem } from "./config/problem.ts";
import type { ConfigProblem } from "./config/problem.ts";
import { resolveConfig } from "./config/resolve-config.ts";
import type { OutlayConfig } from "./config/outlay-config.ts";

const FACTORIES = {
  openai: ({ semconv, content, instrumentations }: OutlayConfig) =>
    new OpenAIInstrumentation({
      semconv,
      content,
      streamUsage: instrumentations.openai.streamUsage,
      streamUsageHosts: instrumentations.openai.streamUsageHosts,
    }),
  anthropic: ({ semconv, content }: OutlayConfig) => {
    disableNativeTracing(process.env);
    return new AnthropicInstrumentation({ semconv, content });
  },
} as const;

/** Names of the SDKs that can be instrumented, as `instrumentations` in the configuration spells them. */
export type InstrumentationName = keyof typeof FACTORIES;

/** Makes every instrumentation that the configuration leaves enabled. */
export function createInstrumentations(config: OutlayConfig): ProviderInstrumentation[] {
  const names = Object.keys(FACTORIES) as InstrumentationName[];
  return names.filter((name) => config.instrumentations[name].enabled).map((name) => FACTORIES[name](config));
}

/** Where `outlayInstrumentations` and `outlaySpanProcessor` find their configuration. */
export interface OutlaySetupOptions {
  /** @defaultValue `process.env` */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the configuration file is looked for. @defaultValue `process.cwd()` */
  readonly cwd?: string;
}

/**
 * Every instrumentation that the environment and `outlay.config.yaml` leave enabled, for a program that sets up
 * OpenTelemetry itself: `new NodeSDK({ instrumentations: outlayInstrumentations() })`.
 */
export function outlayInstrumentations(options: OutlaySetupOptions = {}): ProviderInstrumentation[] {
  const config = configFor(options);
  return config.enabled ? createInstrumentations(config) : [];
}

/**
 * Reads a program's configuration; what is wrong with it is said through OpenTelemetry's `diag`.
 *
 * @throws {TypeError} If the program asks to be held to limits that cannot hold.
 */
export function configFor({ env = process.env, cwd = process.cwd() }: OutlaySetupOptions): OutlayConfig {
  const { config, problems, fatal } = resolveConfig({ env, cwd });
  if (fatal.length > 0) throw refusal(fatal);
  for (const problem of problems) diag.warn(`outlay: ${formatProblem(problem)}`);
  return config;
}

/** The one thing that may stop a program: it asked to be held to a limit, and the limit cannot hold. */
export function refusal(fatal: readonly ConfigProblem[]): TypeError {
  return new TypeError(`outlay refuses to start:\n${fatal.map(formatProblem).join("\n")}`);
}
