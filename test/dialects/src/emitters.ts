// SPDX-License-Identifier: Apache-2.0
import { AI_SDK_EMITTERS } from "./emitters/ai-sdk.ts";
import { ANTHROPIC_EMITTERS } from "./emitters/anthropic.ts";
import { BEDROCK_EMITTERS } from "./emitters/bedrock.ts";
import { GOOGLE_EMITTERS } from "./emitters/google.ts";
import { LANGCHAIN_EMITTERS } from "./emitters/langchain.ts";
import { LANGSMITH_EMITTERS } from "./emitters/langsmith.ts";
import { MASTRA_EMITTERS } from "./emitters/mastra.ts";
import { MISTRAL_EMITTERS } from "./emitters/mistral.ts";
import { OPENAI_EMITTERS } from "./emitters/openai.ts";
import { OPENLIT_EMITTERS } from "./emitters/openlit.ts";
import { SENTRY_EMITTERS } from "./emitters/sentry.ts";
import type { Emitter } from "./record-emitter.ts";

/** Everything that can be run here, by the name of its fixtures' folder. */
export const EMITTERS: Readonly<Record<string, Emitter>> = {
  ...OPENAI_EMITTERS,
  ...ANTHROPIC_EMITTERS,
  ...AI_SDK_EMITTERS,
  ...BEDROCK_EMITTERS,
  ...LANGCHAIN_EMITTERS,
  ...LANGSMITH_EMITTERS,
  ...MASTRA_EMITTERS,
  ...OPENLIT_EMITTERS,
  ...SENTRY_EMITTERS,
  ...GOOGLE_EMITTERS,
  ...MISTRAL_EMITTERS,
};
