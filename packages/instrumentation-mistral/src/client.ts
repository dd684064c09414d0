// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, providerOfHost, serverOfUrl } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ResourceFields } from "./internal-types.ts";

/** Name of Mistral in `gen_ai.provider.name`: also of its models that are served on a host nobody has named. */
const PROVIDER = "mistral_ai";

/** Who is called through a resource: by the server that its client was made for. */
export function clientOfResource(resource: object): ClientFacts {
  const { _baseURL: base } = fieldsOf<ResourceFields>(resource);
  if (!(base instanceof URL)) return { provider: PROVIDER };
  return { provider: providerOfHost(base) ?? PROVIDER, ...serverOfUrl(base) };
}
