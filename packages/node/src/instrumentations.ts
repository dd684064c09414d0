// SPDX-License-Identifier: Apache-2.0
import { useContentHashKey } from "@outlay/core";
import type { FileTarget, SdkInstrumentation } from "@outlay/core";

import { DEFAULT_CONFIG } from "./config/outlay-config.ts";
import type { OutlayConfig } from "./config/outlay-config.ts";
import { INSTRUMENTATION_NAMES } from "./config/sdk-table.ts";
import type { InstrumentationName } from "./config/sdk-table.ts";
import * as anthropic from "./instrument/anthropic.ts";
import * as bedrock from "./instrument/bedrock.ts";
import * as claudeAgentSdk from "./instrument/claude-agent-sdk.ts";
import * as googleGenAi from "./instrument/google-genai.ts";
import * as cohere from "./instrument/cohere.ts";
import * as groq from "./instrument/groq.ts";
import { instrumentationConfig } from "./instrumentation-config.ts";
import type { InstrumentationFactory } from "./instrument/instrumentation-factory.ts";
import * as langchain from "./instrument/langchain.ts";
import * as mcp from "./instrument/mcp.ts";
import * as mistral from "./instrument/mistral.ts";
import * as ollama from "./instrument/ollama.ts";
import * as openai from "./instrument/openai.ts";
import * as openaiAgents from "./instrument/openai-agents.ts";
import * as together from "./instrument/together.ts";
import * as vercelAi from "./instrument/vercel-ai.ts";
import { configFor } from "./setup.ts";
import type { OutlaySetupOptions } from "./setup.ts";

const FACTORIES: Readonly<Record<InstrumentationName, InstrumentationFactory>> = {
  openai: openai.create,
  anthropic: anthropic.create,
  bedrock: bedrock.create,
  "google-genai": googleGenAi.create,
  mistral: mistral.create,
  cohere: cohere.create,
  ollama: ollama.create,
  groq: groq.create,
  together: together.create,
  "claude-agent-sdk": claudeAgentSdk.create,
  "vercel-ai": vercelAi.create,
  "openai-agents": openaiAgents.create,
  langchain: langchain.create,
  mcp: mcp.create,
};

/** Makes every instrumentation that the configuration leaves enabled. */
export function createInstrumentations(config: OutlayConfig): SdkInstrumentation[] {
  const enabled = INSTRUMENTATION_NAMES.filter((name) => config.instrumentations[name].enabled);
  return enabled.map((name) => FACTORIES[name](instrumentationConfig(config), config));
}

/** What each instrumentation traces: packages, their versions, classes and methods. Nothing is patched. */
export function outlayTargets(): ReadonlyMap<InstrumentationName, readonly FileTarget[]> {
  return new Map(
    INSTRUMENTATION_NAMES.map((name) => [name, FACTORIES[name]({ enabled: false }, DEFAULT_CONFIG).targets]),
  );
}

/**
 * Every instrumentation that the environment and `outlay.config.yaml` leave enabled, for a program that sets up
 * OpenTelemetry itself: `new NodeSDK({ instrumentations: outlayInstrumentations() })`.
 */
export function outlayInstrumentations(options: OutlaySetupOptions = {}): SdkInstrumentation[] {
  const config = configFor(options);
  if (!config.enabled) return [];
  if (config.fingerprints.key !== undefined) useContentHashKey(config.fingerprints.key);
  return createInstrumentations(config);
}
