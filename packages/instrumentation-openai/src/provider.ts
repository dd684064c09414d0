// SPDX-License-Identifier: Apache-2.0
import { countResends, fieldsOf, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ClientFields } from "./internal-types.ts";

/**
 * Hosts that speak OpenAI's API, by the name they have in `gen_ai.provider.name` (conventions v1.41.0), or the one
 * they go by where the conventions have none.
 */
const PROVIDERS: readonly (readonly [host: RegExp, provider: string])[] = [
  [/\.openai\.azure\.(?:com|us|cn)$|\.cognitiveservices\.azure\.(?:com|us|cn)$/, "azure.ai.openai"],
  [/\.services\.ai\.azure\.com$|\.models\.ai\.azure\.com$/, "azure.ai.inference"],
  [/^bedrock-(?:runtime|mantle)[.-].*(?:\.amazonaws\.com|\.api\.aws)$/, "aws.bedrock"],
  [/^generativelanguage\.googleapis\.com$/, "gcp.gemini"],
  [/(?:^|-)aiplatform\.googleapis\.com$/, "gcp.vertex_ai"],
  [/^api\.anthropic\.com$/, "anthropic"],
  [/(?:^|\.)deepseek\.com$/, "deepseek"],
  [/(?:^|\.)x\.ai$/, "x_ai"],
  [/(?:^|\.)groq\.com$/, "groq"],
  [/(?:^|\.)mistral\.ai$/, "mistral_ai"],
  [/(?:^|\.)perplexity\.ai$/, "perplexity"],
  [/(?:^|\.)moonshot\.(?:ai|cn)$/, "moonshot_ai"],
  [/(?:^|\.)cohere\.(?:ai|com)$/, "cohere"],
  [/(?:^|\.)openrouter\.ai$/, "openrouter"],
  [/(?:^|\.)together\.(?:ai|xyz)$/, "together_ai"],
  [/(?:^|\.)fireworks\.ai$/, "fireworks_ai"],
  [/(?:^|\.)cerebras\.ai$/, "cerebras"],
];

const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/** Who is called through a resource, by its client's base URL. */
export function clientFacts(resource: object): ClientFacts {
  const client = clientOf(resource);
  if (client !== undefined) countResends(client);
  const url = baseUrlOf(resource);
  if (url === undefined) return { provider: "openai" };
  return {
    provider: isAzureClient(resource) ? "azure.ai.openai" : providerOfHost(url.hostname),
    serverAddress: url.hostname,
    serverPort: url.port === "" ? (url.protocol === "http:" ? HTTP_PORT : HTTPS_PORT) : Number(url.port),
  };
}

/** The name for `gen_ai.provider.name` of a host; a proxy or anything unknown speaks OpenAI's API and is called so. */
export function providerOfHost(host: string): string {
  return PROVIDERS.find(([pattern]) => pattern.test(host))?.[1] ?? "openai";
}

/** The model an Azure client asks for when the request names none. */
export function deploymentOf(resource: object): string | undefined {
  return textOf(clientFields(resource).deploymentName);
}

/** `apiVersion` of an Azure client, such as `2024-10-21`; `undefined` for others. */
export function azureApiVersionOf(resource: object): string | undefined {
  return textOf(clientFields(resource).apiVersion);
}

/** The base URL a resource's requests go to. */
export function baseUrlOf(resource: object): URL | undefined {
  const base = textOf(clientFields(resource).baseURL);
  return base !== undefined && URL.canParse(base) ? new URL(base) : undefined;
}

function isAzureClient(resource: object): boolean {
  return azureApiVersionOf(resource) !== undefined;
}

function clientFields(resource: object): Partial<ClientFields> {
  return fieldsOf<ClientFields>(clientOf(resource));
}

/** Resources keep their client in `_client` (openai 4.5 and later), before in `client`. */
function clientOf(resource: object): object | undefined {
  const client = fieldsOf<{ _client: unknown; client: unknown }>(resource);
  const found = client._client ?? client.client;
  return typeof found === "object" && found !== null ? found : undefined;
}
