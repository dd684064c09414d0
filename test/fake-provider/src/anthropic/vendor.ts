// SPDX-License-Identifier: Apache-2.0
import type { Vendor } from "../core/vendor.ts";
import { ANTHROPIC_DIALECT } from "./dialect.ts";
import { countMessageTokens, createMessage } from "./messages.ts";

/** `/anthropic` is the root of the same API on Microsoft Foundry. */
const ROOT = "(?:/anthropic)?/v1/messages";

/** Anthropic's own API, and the platforms that serve its models in its own shapes. */
export function anthropicVendor(): Vendor {
  const own = { method: "POST", dialect: ANTHROPIC_DIALECT } as const;
  return {
    name: "anthropic",
    routes: [
      { ...own, path: new RegExp(`^${ROOT}$`), generates: true, handle: createMessage },
      { ...own, path: new RegExp(`^${ROOT}/count_tokens$`), generates: false, handle: countMessageTokens },
    ],
  };
}
