// SPDX-License-Identifier: Apache-2.0
import { clientFromResource, clientOfResource, fieldsOf, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ClientFields } from "./internal-types.ts";
import type { OpenAIInstrumentationConfig } from "./types.ts";

/** Who is called through a resource, by its client's base URL; a host that nobody has named speaks OpenAI's API and is called so. */
export function clientFacts(resource: object, { hosts }: OpenAIInstrumentationConfig = {}): ClientFacts {
  const facts = clientFromResource(resource, "openai", hosts);
  return azureApiVersionOf(resource) === undefined
    ? facts
    : { ...facts, provider: "azure.ai.openai", isProviderAssumed: false };
}

/** The model an Azure client asks for when the request names none. */
export function deploymentOf(resource: object): string | undefined {
  return textOf(clientFields(resource).deploymentName);
}

/** `apiVersion` of an Azure client, such as `2024-10-21`; `undefined` for others. */
export function azureApiVersionOf(resource: object): string | undefined {
  return textOf(clientFields(resource).apiVersion);
}

function clientFields(resource: object): Partial<ClientFields> {
  return fieldsOf<ClientFields>(clientOfResource(resource));
}
