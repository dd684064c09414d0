// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, providerName, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ModelConfigFields, ModelFields } from "../internal-types.ts";

/** How the AI SDK calls providers that the conventions call otherwise; compared before the part behind a dot goes. */
const PROVIDERS: readonly (readonly [prefix: string, provider: string])[] = [
  ["gateway", "vercel_ai_gateway"],
  ["vertex.", "gcp.vertex_ai"],
  ["google.vertex.", "gcp.vertex_ai"],
  ["azure-openai.", "azure.ai.openai"],
  ["azure.", "azure.ai.openai"],
];

/** Who is called through a model: by the name its provider gives it, and the address its class sends to. */
export function clientFromModel(resource: object): ClientFacts {
  const { provider, config, modelId } = fieldsOf<ModelFields>(resource);
  const url = baseUrlOf(config, modelId);
  return {
    provider: providerOf(textOf(provider)),
    ...(url === undefined ? {} : { serverAddress: url.hostname, serverPort: portOf(url) }),
  };
}

/** `gen_ai.provider.name` for what a model calls its provider: `openai.chat`, `anthropic.messages`, `amazon-bedrock`. */
export function providerOf(name: string | undefined): string {
  const known = PROVIDERS.find(([prefix]) => name === prefix || name?.startsWith(prefix) === true);
  return known?.[1] ?? providerName(name);
}

/** OpenAI's classes and their kin know where a path of theirs is; the others keep the address. */
function baseUrlOf(value: unknown, modelId: unknown): URL | undefined {
  const config = fieldsOf<ModelConfigFields>(value);
  const address: unknown = config.baseURL ?? config.baseUrl ?? config.url;
  const base: unknown = typeof address === "function" ? address.call(config, { path: "", modelId }) : address;
  return typeof base === "string" && URL.canParse(base) ? new URL(base) : undefined;
}

function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "http:" ? 80 : 443;
}
