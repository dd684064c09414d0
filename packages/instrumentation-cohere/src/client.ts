// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, providerOfHost, serverOfUrl, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { OptionsFields, ResourceFields } from "./internal-types.ts";

const PROVIDER = "cohere";

/** `environments` CohereEnvironment.Production. */
const PRODUCTION = "https://api.cohere.com";

/** Who is called through a resource: by the server that its client was made for. One that a function names is not known. */
export function clientOfResource(resource: object): ClientFacts {
  const { baseUrl, environment } = optionsOf(resource);
  const base = textOf(baseUrl ?? environment ?? PRODUCTION);
  if (base === undefined || !URL.canParse(base)) return { provider: PROVIDER };
  const url = new URL(base);
  return { provider: providerOfHost(url) ?? PROVIDER, ...serverOfUrl(url) };
}

/** Tells the clients for Bedrock and SageMaker, which send the same calls elsewhere. */
export function isAwsClient(resource: object): boolean {
  return optionsOf(resource).awsRegion !== undefined;
}

function optionsOf(resource: object): Partial<OptionsFields> {
  return fieldsOf<OptionsFields>(fieldsOf<ResourceFields>(resource)._options);
}
