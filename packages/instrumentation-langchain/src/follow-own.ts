// SPDX-License-Identifier: Apache-2.0
import { wrapMethod } from "@outlay/core";
import type { AnyMethod } from "@outlay/core";

const seen = new WeakSet<object>();

/**
 * Follows the methods in which an object's own class does its work, once for each class. The class may inherit them
 * from one below LangChain's base; that of the base itself only says that there is none, and is left alone: LangChain
 * compares it.
 */
export function followOwn(object: object, wraps: Readonly<Record<string, (original: AnyMethod) => AnyMethod>>): void {
  const prototype: object | null = Object.getPrototypeOf(object);
  if (prototype === null || seen.has(prototype)) return;
  seen.add(prototype);
  for (const [method, wrap] of Object.entries(wraps)) {
    const owner = ownerOf(prototype, method);
    if (owner !== undefined && !isBase(owner)) wrapMethod(owner, method, wrap);
  }
}

function ownerOf(prototype: object, method: string): object | undefined {
  for (let owner: object | null = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, method)) return owner;
  }
  return undefined;
}

function isBase(prototype: object): boolean {
  return Object.hasOwn(prototype, "_generateUncached") || prototype.constructor.name === "BaseRetriever";
}
