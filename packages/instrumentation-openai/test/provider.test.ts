// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { clientFacts } from "../src/provider.ts";

const CLIENTS: readonly (readonly [baseUrl: string, provider: string])[] = [
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
  ["https://proxy.example.com/v1", "openai"],
  ["https://notx.ai.example.com/v1", "openai"],
  ["http://localhost:11434/v1", "openai"],
];

describe("the provider behind a client", () => {
  it.each(CLIENTS)("at %s is %s", (baseURL, provider) => {
    expect(clientFacts({ _client: { baseURL } })).toMatchObject({
      provider,
      serverAddress: new URL(baseURL).hostname,
    });
  });

  it.each([
    ["https://api.openai.com/v1", 443],
    ["http://localhost/v1", 80],
    ["http://localhost:8080/v1", 8080],
  ])("is reached at %s on port %i", (baseURL, serverPort) => {
    expect(clientFacts({ _client: { baseURL } })).toMatchObject({ serverPort });
  });

  it("of an Azure client is Azure, whatever gateway it goes through", () => {
    const client = { baseURL: "https://gateway.example.com/openai", apiVersion: "2024-10-21" };
    expect(clientFacts({ _client: client }).provider).toBe("azure.ai.openai");
  });

  it.each([{}, { _client: null }, { _client: {} }, { _client: { baseURL: "not a url" } }, { _client: { baseURL: 5 } }])(
    "of %o is taken to be OpenAI",
    (resource) => {
      expect(clientFacts(resource)).toEqual({ provider: "openai" });
    },
  );
});
