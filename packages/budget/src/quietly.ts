// SPDX-License-Identifier: Apache-2.0

/**
 * Makes a listener that does nothing but listen: what it throws, or rejects with where it is asynchronous after all,
 * would be taken for a failure of what it is told of, or end the process.
 */
export function quietly<Args extends readonly unknown[]>(
  listen: ((...args: Args) => unknown) | undefined,
): (...args: Args) => void {
  return (...args) => {
    try {
      const told = listen?.(...args);
      // There is nobody left to tell.
      if (told instanceof Promise) told.catch(() => undefined);
    } catch {
      // There is nobody left to tell.
    }
  };
}
