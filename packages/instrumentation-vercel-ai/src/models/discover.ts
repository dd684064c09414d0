// SPDX-License-Identifier: Apache-2.0
import { guard, tracedMethod, wrapMethod } from "@outlay/core";
import type { AnyMethod, CallAdapter, TracingHost } from "@outlay/core";

import { contextStore } from "../structure/context-store.ts";
import { MODEL_METHODS } from "./adapters.ts";
import type { ModelKind } from "./adapters.ts";

/** Wraps one method of a model: every call of it is one of the model's provider, made in the context of its step. */
export function tracedModelMethod(host: TracingHost, adapter: CallAdapter, original: AnyMethod): AnyMethod {
  const traced = tracedMethod(host, { adapter }, original);
  return function (this: object, ...args: unknown[]): unknown {
    const store = contextStore();
    return store === undefined ? traced.apply(this, args) : store.within(() => traced.apply(this, args));
  };
}

/**
 * Traces the methods of a model that `ai` was given, where its class declares them: a provider that nobody has heard of is
 * seen from its first call on. A model made by `wrapLanguageModel` and its siblings is not touched, since it calls another.
 */
export function traceModel(host: TracingHost, model: unknown, kind: ModelKind): void {
  guard("vercel-ai.model", () => {
    if (typeof model !== "object" || model === null) return;
    for (const [method, adapter] of MODEL_METHODS[kind]) {
      const owner = ownerOf(model, method);
      if (owner === undefined || isMiddleware(owner, method)) continue;
      wrapMethod(owner, method, (original) => tracedModelMethod(host, adapter, original));
    }
  });
}

/** What kind of model an object is. The methods of images, speech and transcriptions have one name: their classes tell. */
export function kindOf(model: object): ModelKind | undefined {
  const has = (method: string): boolean => typeof Reflect.get(model, method) === "function";
  if (has("doStream")) return "language";
  if (has("doEmbed")) return "embedding";
  if (has("doRerank")) return "reranking";
  const name = has("doGenerate") ? model.constructor.name.toLowerCase() : "";
  return (["image", "speech", "transcription"] as const).find((kind) => name.includes(kind));
}

/** The object of the prototype chain that has the method. What a proxy says it has is another's. */
function ownerOf(model: object, method: string): object | undefined {
  let owner: object | null = model;
  while (owner !== null && !Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner) as object | null;
  return owner === null || isProxy(owner) ? undefined : owner;
}

function isProxy(value: object): boolean {
  const util = process.getBuiltinModule?.("node:util");
  return util === undefined || util.types.isProxy(value);
}

/** The objects that middleware makes are plain, and their methods ask for what a middleware may have. */
function isMiddleware(owner: object, method: string): boolean {
  if (Object.getPrototypeOf(owner) !== Object.prototype) return false;
  return /\bwrap(?:Generate|Stream|Embed)\b/.test(String(Reflect.get(owner, method)));
}
