// SPDX-License-Identifier: Apache-2.0

/**
 * Has providers of any SDK send what they have buffered. Never rejects: some of them are the program's.
 *
 * @returns Whether none of them says that something could not be delivered. Metric readers do not say it.
 */
export async function flushProviders(providers: Iterable<unknown>): Promise<boolean> {
  const results = await Promise.allSettled(Array.from(providers, forceFlush));
  return results.every(({ status }) => status === "fulfilled");
}

async function forceFlush(provider: unknown): Promise<void> {
  if (typeof provider !== "object" || provider === null) return;
  const method: unknown = Reflect.get(provider, "forceFlush");
  if (typeof method === "function") await method.call(provider);
}
