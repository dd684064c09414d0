// SPDX-License-Identifier: Apache-2.0
import { countResends, fieldsOf, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ClientFields, ResourceFields } from "./internal-types.ts";

/** Clouds that serve the same API, and where their clients keep the region, on which prices depend. */
const REGION_FIELDS: Readonly<Record<string, "awsRegion" | "region">> = {
  "aws.bedrock": "awsRegion",
  "gcp.vertex_ai": "region",
};

/** Who a resource's client talks to. The first call of a client also starts counting its retries. */
export function clientFromResource(resource: object): ClientFacts {
  const { _client } = fieldsOf<ResourceFields>(resource);
  if (typeof _client === "object" && _client !== null) countResends(_client);
  const client = fieldsOf<ClientFields>(_client);
  const provider = textOf(client._genAIProviderName) ?? providerOf(client);
  const regionField = REGION_FIELDS[provider];
  return {
    provider,
    ...serverOf(client.baseURL),
    region: regionField === undefined ? undefined : textOf(client[regionField]),
  };
}

/** Before clients said so themselves (0.134) their own fields tell; Claude Platform on AWS is Anthropic's own service. */
function providerOf(client: Partial<ClientFields>): string {
  if ("awsRegion" in client && !("workspaceId" in client)) return "aws.bedrock";
  return "projectId" in client && "region" in client ? "gcp.vertex_ai" : "anthropic";
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };

function serverOf(baseUrl: unknown): Pick<ClientFacts, "serverAddress" | "serverPort"> {
  if (typeof baseUrl !== "string" || !URL.canParse(baseUrl)) return {};
  const { hostname, port, protocol } = new URL(baseUrl);
  return {
    serverAddress: hostname.replace(/^\[(.*)\]$/, "$1"),
    serverPort: port === "" ? DEFAULT_PORTS[protocol] : Number(port),
  };
}
