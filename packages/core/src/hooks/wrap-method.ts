// SPDX-License-Identifier: Apache-2.0

/** Any method of a class we do not know. */
// oxlint-disable-next-line typescript/no-explicit-any -- the one place where an SDK's method is called with its own arguments
export type AnyMethod = (this: any, ...parameters: any[]) => unknown;

const PATCHED = Symbol.for("@outlay/patched@1");

type Prototype = object & { [PATCHED]?: Map<string, AnyMethod> };

/**
 * Replaces a method on a prototype, once, whatever the number of copies of this package that try.
 *
 * The mark lives on the prototype and not on the function, so that it is still found when somebody wraps the
 * method after us. Wraps made by others are kept: ours goes around them.
 *
 * @returns Takes the wrap off again, or `undefined` when there is no such method or it is wrapped already.
 *   Where somebody has wrapped on top of us the wrap stays, and must pass calls through by itself.
 */
export function wrapMethod(
  prototype: object,
  name: string,
  wrap: (original: AnyMethod) => AnyMethod,
): (() => void) | undefined {
  const holder = prototype as Prototype;
  const original: unknown = Reflect.get(holder, name);
  if (typeof original !== "function") return undefined;
  if (Object.hasOwn(holder, PATCHED) && holder[PATCHED]?.has(name) === true) return undefined;
  const wrapper = wrap(original as AnyMethod);
  Object.defineProperty(wrapper, "name", { value: original.name, configurable: true });
  Object.defineProperty(wrapper, "length", { value: original.length, configurable: true });
  const own = Object.getOwnPropertyDescriptor(holder, name);
  define(holder, name, wrapper, own?.enumerable ?? false);
  const patched = patchedMethods(holder);
  patched.set(name, wrapper);
  return () => {
    if (patched.get(name) !== wrapper || Reflect.get(holder, name) !== wrapper) return;
    patched.delete(name);
    if (own === undefined) Reflect.deleteProperty(holder, name);
    else define(holder, name, original as AnyMethod, own.enumerable ?? false);
  };
}

function define(holder: object, name: string, value: AnyMethod, enumerable: boolean): void {
  Object.defineProperty(holder, name, { value, enumerable, configurable: true, writable: true });
}

function patchedMethods(holder: Prototype): Map<string, AnyMethod> {
  if (Object.hasOwn(holder, PATCHED) && holder[PATCHED] !== undefined) return holder[PATCHED];
  const patched = new Map<string, AnyMethod>();
  Object.defineProperty(holder, PATCHED, { value: patched, enumerable: false });
  return patched;
}
