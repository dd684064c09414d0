// SPDX-License-Identifier: Apache-2.0
import { guard, textOf, wrapMethod } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import { followResponse, followStream } from "./follow-model.ts";
import { rememberName } from "./model-facts.ts";

const METHODS = [
  ["getResponse", followResponse],
  ["getStreamedResponse", followStream],
] as const;

/** Follows models of the same class, or this one where its methods are its own. */
export function discoverModel(host: TracingHost, model: unknown): void {
  if (typeof model !== "object" || model === null) return;
  for (const [method, wrap] of METHODS) wrapWhereDeclared(model, method, (original) => wrap(host, original));
}

/** Follows the models that a provider makes. */
export function discoverProvider(host: TracingHost, provider: unknown): void {
  if (typeof provider !== "object" || provider === null) return;
  wrapWhereDeclared(provider, "getModel", (original) => withModel(host, original));
}

function withModel(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    const made: unknown = original.apply(this, args);
    if (!host.isEnabled()) return made;
    const see = (model: unknown): unknown => {
      guard("agents.model", () => {
        rememberName(model, textOf(args[0]));
        discoverModel(host, model);
      });
      return model;
    };
    return made instanceof Promise ? made.then(see) : see(made);
  };
}

function wrapWhereDeclared(object: object, method: string, wrap: (original: AnyMethod) => AnyMethod): void {
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (!Object.hasOwn(owner, method)) continue;
    wrapMethod(owner, method, wrap);
    return;
  }
}
