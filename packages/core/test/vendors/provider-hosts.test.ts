// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { providerOfHost } from "../../src/vendors/provider-hosts.ts";

const HOSTS: readonly (readonly [baseUrl: string, provider: string])[] = [
  ["https://api.openai.com/v1", "openai"],
  ["https://eu.api.openai.com/v1", "openai"],
  ["https://res.openai.azure.com/openai", "azure.ai.openai"],
  ["https://res.cognitiveservices.azure.com/openai/v1", "azure.ai.openai"],
  ["https://res.services.ai.azure.com/openai/v1", "azure.ai.inference"],
  ["https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1", "aws.bedrock"],
  ["https://bedrock-mantle.us-east-1.api.aws/openai/v1", "aws.bedrock"],
  ["https://generativelanguage.googleapis.com/v1beta/openai/", "gcp.gemini"],
  ["https://us-central1-aiplatform.googleapis.com/v1/projects/p", "gcp.vertex_ai"],
  ["https://aiplatform.googleapis.com/v1/projects/p", "gcp.vertex_ai"],
  ["https://api.anthropic.com/v1/", "anthropic"],
  ["https://api.deepseek.com", "deepseek"],
  ["https://api.x.ai/v1", "x_ai"],
  ["https://api.groq.com/openai/v1", "groq"],
  ["https://api.mistral.ai/v1", "mistral_ai"],
  ["https://api.perplexity.ai", "perplexity"],
  ["https://api.moonshot.cn/v1", "moonshot_ai"],
  ["https://api.cohere.ai/compatibility/v1", "cohere"],
  ["https://openrouter.ai/api/v1", "openrouter"],
  ["https://api.together.xyz/v1", "together_ai"],
  ["https://api.fireworks.ai/inference/v1", "fireworks_ai"],
  ["https://api.cerebras.ai/v1", "cerebras"],
  ["https://api.sambanova.ai/v1", "sambanova"],
  ["https://api.deepinfra.com/v1/openai", "deepinfra"],
  ["https://api.hyperbolic.xyz/v1", "hyperbolic"],
  ["https://api.novita.ai/openai/v1", "novita"],
  ["https://api.studio.nebius.com/v1", "nebius"],
  ["https://api.z.ai/api/paas/v4", "zai"],
  ["https://api.minimax.io/v1", "minimax"],
  ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "dashscope"],
  ["https://integrate.api.nvidia.com/v1", "nvidia_nim"],
  ["https://models.github.ai/inference", "github_models"],
  ["https://router.huggingface.co/v1", "huggingface"],
  ["https://ai-gateway.vercel.sh/v1", "vercel_ai_gateway"],
  ["https://us-south.ml.cloud.ibm.com/ml/v1", "ibm.watsonx.ai"],
  ["https://ollama.com/v1", "ollama"],
  ["http://localhost:11434/v1", "ollama"],
  ["http://127.0.0.1:11434/v1", "ollama"],
  ["http://[::1]:11434/v1", "ollama"],
  ["http://host.docker.internal:1234/v1", "lm_studio"],
];

describe("the provider at a URL", () => {
  it.each(HOSTS)("%s is %s", (url, provider) => {
    expect(providerOfHost(new URL(url))).toBe(provider);
  });

  it.each([
    "https://proxy.example.com/v1",
    "https://notx.ai.example.com/v1",
    "https://notgroq.com/v1",
    "http://localhost:8000/v1",
    "http://localhost/v1",
    "https://example.com:11434/v1",
    "http://constructor/v1",
  ])("%s is nobody's that is known", (url) => {
    expect(providerOfHost(new URL(url))).toBeUndefined();
  });

  it("is the program's own before anybody else's, by host and port or by host", () => {
    const hosts = { "localhost:8000": "vllm", localhost: "litellm", "api.openai.com": "mine" };
    const of = (url: string): string | undefined => providerOfHost(new URL(url), hosts);
    expect([of("http://localhost:8000/v1"), of("http://localhost:11434/v1"), of("https://api.openai.com/v1")]).toEqual([
      "vllm",
      "litellm",
      "mine",
    ]);
  });
});
