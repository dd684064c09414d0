// SPDX-License-Identifier: Apache-2.0
import type { Surface } from "./contract.ts";

/** Finds model and output cap in a JSON body. */
export function editedBody(capField: string): NonNullable<Surface["edited"]> {
  return (request) => {
    const body = request.json();
    return { model: body["model"], maxOutputTokens: body[capField] };
  };
}
