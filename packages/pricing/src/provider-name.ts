// SPDX-License-Identifier: Apache-2.0

/** Names that SDKs, gateways and older conventions use, by the provider whose prices they mean. */
export const PROVIDER_ALIASES: Readonly<Record<string, string>> = {
  "amazon-bedrock": "aws.bedrock",
  "aws-bedrock": "aws.bedrock",
  aws_bedrock: "aws.bedrock",
  bedrock: "aws.bedrock",
  "anthropic.messages": "anthropic",
  "az.ai.openai": "azure.ai.openai",
  "az.ai.inference": "azure.ai.inference",
  azure: "azure.ai.openai",
  "azure-openai": "azure.ai.openai",
  azure_openai: "azure.ai.openai",
  "azure_ai.openai": "azure.ai.openai",
  "openai.azure": "azure.ai.openai",
  gemini: "gcp.gemini",
  google: "gcp.gemini",
  google_genai: "gcp.gemini",
  "google.generative-ai": "gcp.gemini",
  "gcp.gen_ai": "gcp.gemini",
  vertex_ai: "gcp.vertex_ai",
  vertexai: "gcp.vertex_ai",
  "google-vertex": "gcp.vertex_ai",
  "google.vertex": "gcp.vertex_ai",
  mistral: "mistral_ai",
  mistralai: "mistral_ai",
  xai: "x_ai",
  "x-ai": "x_ai",
  grok: "x_ai",
  together: "together_ai",
  "together-ai": "together_ai",
  togetherai: "together_ai",
  fireworks: "fireworks_ai",
  "fireworks-ai": "fireworks_ai",
  perplexity_ai: "perplexity",
  "perplexity-ai": "perplexity",
  moonshot: "moonshot_ai",
  moonshotai: "moonshot_ai",
  voyage: "voyage_ai",
  voyageai: "voyage_ai",
  "open-router": "openrouter",
  cohere_chat: "cohere",
  "z-ai": "zai",
  "z.ai": "zai",
  "zai-org": "zai",
  zhipu: "zai",
  zhipuai: "zai",
  bigmodel: "zai",
  alibaba: "dashscope",
  "alibaba-cloud": "dashscope",
  alibaba_cloud: "dashscope",
  qwen: "dashscope",
  nvidia: "nvidia_nim",
  "nvidia-nim": "nvidia_nim",
  vercel: "vercel_ai_gateway",
  "vercel-ai-gateway": "vercel_ai_gateway",
  gateway: "vercel_ai_gateway",
  "github-models": "github_models",
  minimaxai: "minimax",
  watsonx: "ibm.watsonx.ai",
};

/**
 * The name under which the price table lists a provider: lower case, OpenTelemetry's `gen_ai.provider.name` where it
 * has one. Suffixes of the AI SDK (`openai.responses`, `mistral.chat`) are dropped.
 */
export function canonicalProvider(name: string): string {
  const lower = name.toLowerCase();
  const alias = PROVIDER_ALIASES[lower];
  if (alias !== undefined) return alias;
  const base = lower.replace(/\.(?:chat|responses|completion|embedding|image|messages)$/, "");
  return PROVIDER_ALIASES[base] ?? base;
}

/** Who bills for a host, and where the inference runs if the host says so. */
export interface HostFacts {
  readonly provider: string;
  readonly region?: string;
}

/** Hosts of providers. The group `region` is where inference runs. */
export const HOSTS: readonly { readonly pattern: RegExp; readonly provider: string }[] = [
  { pattern: /^(?:(?<region>[a-z]{2})\.)?api\.openai\.com$/, provider: "openai" },
  { pattern: /\.openai\.azure\.(?:com|us)$|\.cognitiveservices\.azure\.com$/, provider: "azure.ai.openai" },
  { pattern: /\.services\.ai\.azure\.com$|\.models\.ai\.azure\.com$/, provider: "azure.ai.inference" },
  { pattern: /^api\.anthropic\.com$/, provider: "anthropic" },
  { pattern: /^bedrock-runtime(?:-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com/, provider: "aws.bedrock" },
  { pattern: /^generativelanguage\.googleapis\.com$/, provider: "gcp.gemini" },
  { pattern: /^(?:(?<region>[a-z0-9-]+)-)?aiplatform\.googleapis\.com$/, provider: "gcp.vertex_ai" },
  { pattern: /^aiplatform\.(?<region>[a-z]+)\.rep\.googleapis\.com$/, provider: "gcp.vertex_ai" },
  { pattern: /(?:^|\.)mistral\.ai$/, provider: "mistral_ai" },
  { pattern: /(?:^|\.)cohere\.(?:ai|com)$/, provider: "cohere" },
  { pattern: /(?:^|\.)deepseek\.com$/, provider: "deepseek" },
  { pattern: /(?:^|\.)x\.ai$/, provider: "x_ai" },
  { pattern: /(?:^|\.)groq\.com$/, provider: "groq" },
  { pattern: /(?:^|\.)together\.(?:xyz|ai)$/, provider: "together_ai" },
  { pattern: /(?:^|\.)fireworks\.ai$/, provider: "fireworks_ai" },
  { pattern: /(?:^|\.)perplexity\.ai$/, provider: "perplexity" },
  { pattern: /(?:^|\.)openrouter\.ai$/, provider: "openrouter" },
  { pattern: /(?:^|\.)cerebras\.ai$/, provider: "cerebras" },
  { pattern: /(?:^|\.)moonshot\.(?:ai|cn)$/, provider: "moonshot_ai" },
  { pattern: /(?:^|\.)voyageai\.com$/, provider: "voyage_ai" },
  { pattern: /(?:^|\.)(?:z\.ai|bigmodel\.cn)$/, provider: "zai" },
  { pattern: /^dashscope(?:-intl|-us)?\.aliyuncs\.com$/, provider: "dashscope" },
  { pattern: /^integrate\.api\.nvidia\.com$/, provider: "nvidia_nim" },
  { pattern: /^ai-gateway\.vercel\.sh$/, provider: "vercel_ai_gateway" },
  { pattern: /^models\.github\.ai$/, provider: "github_models" },
  { pattern: /^router\.huggingface\.co$/, provider: "huggingface" },
  { pattern: /(?:^|\.)sambanova\.ai$/, provider: "sambanova" },
  { pattern: /(?:^|\.)deepinfra\.com$/, provider: "deepinfra" },
  { pattern: /(?:^|\.)hyperbolic\.xyz$/, provider: "hyperbolic" },
  { pattern: /(?:^|\.)novita\.ai$/, provider: "novita" },
  { pattern: /(?:^|\.)nebius\.(?:com|ai)$/, provider: "nebius" },
  { pattern: /(?:^|\.)(?:minimax\.io|minimaxi\.com)$/, provider: "minimax" },
  // Not `ollama`, which is a server of one's own, and free.
  { pattern: /(?:^|\.)ollama\.com$/, provider: "ollama_cloud" },
];

/**
 * Reads who bills from a host name. An OpenAI client pointed at another vendor calls itself `openai`, but the host
 * decides whose price list holds. `undefined` for proxies and anything unknown.
 */
export function hostFacts(serverAddress: string): HostFacts | undefined {
  const host = serverAddress.toLowerCase();
  for (const { pattern, provider } of HOSTS) {
    const match = pattern.exec(host);
    if (match === null) continue;
    const region = match.groups?.["region"];
    return region === undefined ? { provider } : { provider, region };
  }
  return undefined;
}
