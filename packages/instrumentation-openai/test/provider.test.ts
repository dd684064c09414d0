// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { clientFacts } from "../src/provider.ts";

describe("the provider behind a client", () => {
  it("is told by its host, and is OpenAI where nobody knows it", () => {
    expect(clientFacts({ _client: { baseURL: "https://api.groq.com/openai/v1" } }).provider).toBe("groq");
    expect(clientFacts({ _client: { baseURL: "https://proxy.example.com/v1" } }).provider).toBe("openai");
  });

  it("is only assumed where nobody knows the host", () => {
    const assumed = (client: object): unknown => clientFacts({ _client: client }).isProviderAssumed;
    expect(assumed({ baseURL: "https://proxy.example.com/v1" })).toBe(true);
    expect(assumed({ baseURL: "https://api.openai.com/v1" })).toBe(false);
    expect(assumed({ baseURL: "https://proxy.example.com/openai", apiVersion: "2024-10-21" })).toBe(false);
  });

  it("is what the program calls its own hosts", () => {
    const config = { hosts: { "proxy.example.com": "litellm" } };
    expect(clientFacts({ _client: { baseURL: "https://proxy.example.com/v1" } }, config).provider).toBe("litellm");
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
