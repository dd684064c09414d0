// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, providerOfHost, serverOfUrl, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ApiClientFields, ClientOptionsFields, ResourceFields } from "./internal-types.ts";

/**
 * Who is called through a resource: Gemini's API or Vertex AI, as its client was told, unless its host is somebody
 * else's. Vertex AI has prices by region.
 */
export function clientOfResource(resource: object): ClientFacts {
  const { location, httpOptions } = clientOptionsOf(resource);
  const ofVertex = isVertex(fieldsOf<ResourceFields>(resource).apiClient);
  const url = urlOf(fieldsOf<{ baseUrl: unknown }>(httpOptions).baseUrl);
  const region = ofVertex ? textOf(location) : undefined;
  return {
    provider: (url && providerOfHost(url)) ?? (ofVertex ? "gcp.vertex_ai" : "gcp.gemini"),
    ...(url === undefined ? {} : serverOfUrl(url)),
    ...(region === undefined ? {} : { region }),
  };
}

/** Whether a client of the SDK's own is one of Vertex AI. */
export function isVertex(apiClient: unknown): boolean {
  const { clientOptions } = fieldsOf<ApiClientFields>(apiClient);
  return fieldsOf<ClientOptionsFields>(clientOptions).vertexai === true;
}

/** Options of a resource's client for each of its requests. */
export function httpOptionsOf(resource: object): unknown {
  return clientOptionsOf(resource).httpOptions;
}

function clientOptionsOf(resource: object): Partial<ClientOptionsFields> {
  const { clientOptions } = fieldsOf<ApiClientFields>(fieldsOf<ResourceFields>(resource).apiClient);
  return fieldsOf<ClientOptionsFields>(clientOptions);
}

function urlOf(base: unknown): URL | undefined {
  return typeof base === "string" && URL.canParse(base) ? new URL(base) : undefined;
}
