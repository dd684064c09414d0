// SPDX-License-Identifier: Apache-2.0

/** What a load hook returns. */
export interface LoadedSource {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
  readonly shortCircuit?: boolean | undefined;
}

/** The part of `node:module` that hooking needs. */
export interface NodeModuleApi {
  registerHooks?(hooks: {
    load(url: string, context: object, nextLoad: (url: string, context: object) => LoadedSource): LoadedSource;
  }): unknown;
  createRequire(filename: string): {
    readonly cache: Readonly<Record<string, { readonly exports: unknown } | undefined>>;
  };
}

/**
 * `node:module` without importing it, so that this package loads in browsers, edge runtimes and bundles too.
 *
 * @returns `undefined` where there is no Node.
 */
export function nodeModuleApi(): NodeModuleApi | undefined {
  return builtin("node:module") as NodeModuleApi | undefined;
}

/** `node:fs` as far as hooking needs it; see {@link nodeModuleApi}. */
export function nodeFileApi(): { readFileSync(path: URL | string, encoding: "utf8"): string } | undefined {
  return builtin("node:fs") as { readFileSync(path: URL | string, encoding: "utf8"): string } | undefined;
}

/**
 * CommonJS files loaded so far: URL and exports.
 *
 * @param isInteresting - Is asked by path, before anything is spent on a file.
 */
export function* loadedCommonJsFiles(
  isInteresting: (path: string) => boolean,
): Generator<readonly [string, Record<string, unknown>]> {
  const url = builtin("node:url") as { pathToFileURL(path: string): URL } | undefined;
  const cache = nodeModuleApi()?.createRequire(`${process.cwd()}/`).cache;
  if (url === undefined || cache === undefined) return;
  for (const path of Object.keys(cache)) {
    if (!isInteresting(path)) continue;
    const exports: unknown = cache[path]?.exports;
    if (typeof exports !== "object" || exports === null) continue;
    yield [url.pathToFileURL(path).href, exports as Record<string, unknown>];
  }
}

function builtin(name: string): unknown {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return undefined;
  return process.getBuiltinModule(name);
}
