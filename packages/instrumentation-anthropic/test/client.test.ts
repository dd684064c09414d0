// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { clientFromResource } from "../src/client.ts";

const API = { serverAddress: "api.anthropic.com", serverPort: 443 };

describe("clientFromResource", () => {
  it.each([
    ["https://api.anthropic.com", API],
    ["https://gateway.example:8443/anthropic", { serverAddress: "gateway.example", serverPort: 8443 }],
    ["http://127.0.0.1", { serverAddress: "127.0.0.1", serverPort: 80 }],
    ["http://[::1]:8080/", { serverAddress: "::1", serverPort: 8080 }],
    ["not a url", {}],
    [undefined, {}],
  ])("reads the server from %j", (baseURL, server) => {
    const { provider, region, ...seen } = clientFromResource({ _client: { baseURL } });
    expect([provider, region]).toEqual(["anthropic", undefined]);
    expect(seen).toEqual(server);
  });

  it.each([
    ["the API", { region: "ignored" }, "anthropic", undefined],
    ["Bedrock", { _genAIProviderName: "aws.bedrock", awsRegion: "us-east-1" }, "aws.bedrock", "us-east-1"],
    ["Bedrock, before clients said so", { awsRegion: "us-east-1", awsSecretKey: null }, "aws.bedrock", "us-east-1"],
    ["Vertex", { _genAIProviderName: "gcp.vertex_ai", region: "global" }, "gcp.vertex_ai", "global"],
    ["Vertex, before clients said so", { region: "us-east5", projectId: null }, "gcp.vertex_ai", "us-east5"],
    ["Foundry", { _genAIProviderName: "anthropic", resource: "r" }, "anthropic", undefined],
    ["Claude Platform on AWS", { awsRegion: "us-east-1", workspaceId: "w" }, "anthropic", undefined],
  ])("knows %s", (_name, client, provider, region) => {
    const facts = clientFromResource({ _client: { baseURL: "https://api.anthropic.com", ...client } });
    expect(facts).toEqual({ provider, region, ...API });
  });

  it("takes a resource without a client for the API's own", () => {
    expect(clientFromResource({}).provider).toBe("anthropic");
  });
});
