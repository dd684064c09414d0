// SPDX-License-Identifier: Apache-2.0
import type { Answer, Call, Route, Vendor } from "../core/vendor.ts";
import { batchResults, createBatch, retrieveBatch, type BatchStore } from "./batches.ts";
import { ANTHROPIC_DIALECT } from "./dialect.ts";
import { countMessageTokens, createMessage } from "./messages.ts";

/** `/anthropic` is the root of the same API on Microsoft Foundry. */
const ROOT = "(?:/anthropic)?/v1/messages";

/** Anthropic's own API, which Microsoft Foundry serves unchanged. */
export function anthropicVendor(): Vendor {
  const batches: BatchStore = new Map();
  return {
    name: "anthropic",
    routes: [
      { ...route("POST", "", createMessage), generates: true },
      route("POST", "/count_tokens", countMessageTokens),
      route("POST", "/batches", (call) => createBatch(call, batches)),
      route("GET", "/batches/(?<id>[^/]+)", (call) => retrieveBatch(call, batches)),
      route("GET", "/batches/(?<id>[^/]+)/results", (call) => batchResults(call, batches)),
    ],
  };
}

function route(method: Route["method"], suffix: string, handle: (call: Call) => Answer): Route {
  return { method, path: new RegExp(`^${ROOT}${suffix}$`), dialect: ANTHROPIC_DIALECT, generates: false, handle };
}
