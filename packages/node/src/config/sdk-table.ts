// SPDX-License-Identifier: Apache-2.0

/** What there is to know of an SDK before its instrumentation is loaded. */
export interface SdkDescription {
  /** npm packages whose loading makes the instrumentation worth having. */
  readonly packages: readonly string[];
  /** What the name stands for, for the configuration's documentation. */
  readonly doc: string;
}

/** Everything that can be traced, by the name that the configuration and `OUTLAY_INSTRUMENTATIONS` give it. */
export const SDK_TABLE = {
  openai: { packages: ["openai"], doc: "The `openai` package, Azure OpenAI included." },
  anthropic: {
    packages: ["@anthropic-ai/sdk"],
    doc: "The `@anthropic-ai/sdk` package and its Bedrock, Vertex and Foundry clients.",
  },
  bedrock: {
    packages: ["@aws-sdk/client-bedrock-runtime"],
    doc: "The AWS SDK's client of Amazon Bedrock, `@aws-sdk/client-bedrock-runtime`.",
  },
  "google-genai": { packages: ["@google/genai"], doc: "The `@google/genai` package, for Gemini's API and Vertex AI." },
  mistral: { packages: ["@mistralai/mistralai"], doc: "The `@mistralai/mistralai` package." },
  cohere: { packages: ["cohere-ai"], doc: "The `cohere-ai` package." },
  ollama: { packages: ["ollama"], doc: "The `ollama` package." },
  groq: { packages: ["groq-sdk"], doc: "The `groq-sdk` package." },
  together: { packages: ["together-ai"], doc: "The `together-ai` package." },
  "claude-agent-sdk": {
    packages: ["@anthropic-ai/claude-agent-sdk"],
    doc: "The Claude Agent SDK.",
  },
  "vercel-ai": {
    packages: [
      "ai",
      "@ai-sdk/openai",
      "@ai-sdk/anthropic",
      "@ai-sdk/google",
      "@ai-sdk/amazon-bedrock",
      "@ai-sdk/openai-compatible",
      "@ai-sdk/gateway",
    ],
    doc: "The Vercel AI SDK, `ai`, with the models of any provider.",
  },
  "openai-agents": { packages: ["@openai/agents-core"], doc: "The OpenAI Agents SDK, `@openai/agents`." },
  langchain: {
    packages: ["@langchain/core", "@langchain/langgraph"],
    doc: "LangChain and LangGraph, by `@langchain/core`.",
  },
  mcp: {
    packages: ["@modelcontextprotocol/sdk", "@modelcontextprotocol/client", "@modelcontextprotocol/server"],
    doc: "The Model Context Protocol SDK, client and server.",
  },
} as const satisfies Record<string, SdkDescription>;

/** Name of an instrumentation in the configuration. */
export type InstrumentationName = keyof typeof SDK_TABLE;

/** All of them, in the order of the table. */
export const INSTRUMENTATION_NAMES: readonly InstrumentationName[] = Object.keys(SDK_TABLE) as InstrumentationName[];
