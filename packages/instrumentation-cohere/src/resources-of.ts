// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";

import type { ClientFields } from "./internal-types.ts";

/** The objects that have the methods of both versions of the API. */
export interface Resources {
  readonly v1: object | undefined;
  readonly v2: object | undefined;
}

/** Finds both in a client of either version, or in one that is made for the purpose. */
export function resourcesOf(classOrClient: object): Resources {
  const client = typeof classOrClient === "function" ? newClient(classOrClient) : classOrClient;
  const { client: inner, clientV2, v2 } = fieldsOf<ClientFields>(client);
  return { v1: declaring(inner ?? client, "chat"), v2: declaring(clientV2 ?? v2, "chat") };
}

/** The prototype that declares a method: clients of the first version are of a class derived from it. */
function declaring(value: unknown, method: string): object | undefined {
  let found: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  while (typeof found === "object" && found !== null) {
    if (Object.hasOwn(found, method)) return found;
    found = Object.getPrototypeOf(found);
  }
  return undefined;
}

function newClient(type: object): unknown {
  return Reflect.construct(type as new () => unknown, [{ token: "" }]);
}
