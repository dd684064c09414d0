// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import type { ProviderInstrumentation } from "@outlay/core";
import { AnthropicInstrumentation, disableNativeTracing } from "@outlay/instrumentation-anthropic";
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";

import { formatProblem } from "./config/problem.ts";
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

/** Options of {@link outlayInstrumentations}. */
export interface OutlayInstrumentationsOptions {
  /** @defaultValue `process.env` */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the configuration file is looked for. @defaultValue `process.cwd()` */
  readonly cwd?: string;
}

/**
 * Every instrumentation that the environment and `outlay.config.yaml` leave enabled, for a program that sets up
 * OpenTelemetry itself: `new NodeSDK({ instrumentations: outlayInstrumentations() })`.
 */
export function outlayInstrumentations(options: OutlayInstrumentationsOptions = {}): ProviderInstrumentation[] {
  const { env = process.env, cwd = process.cwd() } = options;
  const { config, problems } = resolveConfig({ env, cwd });
  for (const problem of problems) diag.warn(`outlay: ${formatProblem(problem)}`);
  return config.enabled ? createInstrumentations(config) : [];
}
