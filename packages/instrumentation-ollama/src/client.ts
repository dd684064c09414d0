// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, providerOfHost, serverOfUrl, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type { ClientFields, ConfigFields } from "./internal-types.ts";

/** Who answers at a host that nobody has named: a server of Ollama's, wherever it runs. */
const PROVIDER = "ollama";

/** Who is called through a client: by its host. */
export function clientOf(client: object): ClientFacts {
  const host = textOf(fieldsOf<ConfigFields>(fieldsOf<ClientFields>(client).config).host);
  if (host === undefined || !URL.canParse(host)) return { provider: PROVIDER };
  const url = new URL(host);
  return { provider: providerOfHost(url) ?? PROVIDER, ...serverOfUrl(url) };
}
