// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";

import { guard, reportProblem } from "../guard.ts";
import { loadedCommonJsFiles, nodeModuleApi } from "./node-module-api.ts";
import type { LoadedSource } from "./node-module-api.ts";
import { packageOfFile } from "./package-of-file.ts";
import { isVersionInRange } from "./version-range.ts";

/** One file of a package whose exports somebody wants to see when it is loaded. */
export interface ModuleFile {
  readonly packageName: string;
  /** `>=4.19.0 <8`: a lower bound, inclusive, and an upper one, exclusive. */
  readonly versions: string;
  /** Path inside the package, without extension: `resources/responses/responses`. */
  readonly file: string;
  /**
   * Names that the file exports or has at its top level. Read when they are
   * asked for; assigning to one replaces a function that the file declares, for everybody who calls it by that name.
   */
  readonly exportNames: readonly string[];
  readonly onLoad?: (exports: Record<string, unknown>, version: string) => void;
  /** Is called before the file is run: whoever is interested in it only then can still watch it. */
  readonly onFound?: () => void;
}

interface HookState {
  /** By the last segment of `file`: one look-up decides about nearly every module of a program. */
  readonly files: Map<string, ModuleFile[]>;
  readonly refused: Set<string>;
  registered: boolean;
}

const HOOKS_KEY = Symbol.for("@outlay/core/hooks@1");
const LOADED_KEY = "@outlay/core/loaded@1";

type Holder = { [key: symbol]: unknown };
const holder = globalThis as Holder;
const state = (holder[HOOKS_KEY] ??= { files: new Map(), refused: new Set(), registered: false }) as HookState;

/**
 * Sees files of packages as they are loaded, by `require` and by `import`, under any folder name.
 *
 * Node's synchronous hooks offer the source of each module; a matching file gets one line appended that hands
 * out its classes once they exist. Exports are not replaced, so there is nothing that a bundler's getter, a frozen
 * namespace or a second loader could break. CommonJS files loaded before are found in `require.cache`.
 *
 * @returns Ends the interest. The hook itself stays: it costs one map look-up per module.
 */
export function watchModuleFiles(files: readonly ModuleFile[]): () => void {
  if (files.length === 0) return () => undefined;
  for (const file of files) {
    const name = lastSegment(file.file);
    const known = state.files.get(name);
    if (known === undefined) state.files.set(name, [file]);
    else known.push(file);
  }
  register();
  guard("hooks.loaded", () => offerLoadedFiles(files));
  return () => {
    for (const file of files) {
      const known = state.files.get(lastSegment(file.file));
      known?.splice(known.indexOf(file), 1);
    }
  };
}

function register(): void {
  if (state.registered) return;
  state.registered = true;
  const api = nodeModuleApi();
  if (api?.registerHooks === undefined) {
    diag.warn(
      "outlay: this runtime has no module.registerHooks; SDKs are not found by themselves, instrument them explicitly",
    );
    return;
  }
  holder[Symbol.for(LOADED_KEY)] = (url: string, exports: Record<string, unknown>): void => {
    guard("hooks.onLoad", () => offer(url, exports));
  };
  api.registerHooks({
    load(url, context, nextLoad) {
      const result = nextLoad(url, context);
      return state.files.has(baseName(url))
        ? (guard("hooks.load", () => withLoadedCall(url, result)) ?? result)
        : result;
    },
  });
}

function withLoadedCall(url: string, result: LoadedSource): LoadedSource {
  for (const file of wanted(url)) guard("hooks.onFound", () => file.onFound?.());
  const names = new Set(wanted(url).flatMap((file) => file.exportNames));
  if (names.size === 0) return result;
  if (result.source === null || result.source === undefined) {
    reportProblem("hooks.source", "NoSource");
    return result;
  }
  const source = typeof result.source === "string" ? result.source : new TextDecoder().decode(result.source);
  const isModule = result.format === "module";
  const members = [...names].map((name) => accessor(name, isModule ? localName(source, name) : name, isModule));
  const call = `globalThis[Symbol.for(${JSON.stringify(LOADED_KEY)})]?.(${JSON.stringify(url)},{${members.join(",")}});`;
  return { ...result, source: `${source}\n;${call}\n` };
}

/** Source of a property that stands for one name: what CommonJS exports under it, else what the file calls `local`. */
function accessor(name: string, local: string, isModule: boolean): string {
  const declared = `typeof ${local}==="undefined"?undefined:${local}`;
  const value = isModule ? declared : `module.exports?.${name}??(${declared})`;
  // Without a declaration, sloppy code would make a global of the name.
  const setDeclared = `if(typeof ${local}!=="undefined")${local}=v`;
  const setExported = `if(Object(module.exports)["${name}"]!==undefined)Reflect.set(module.exports,"${name}",v)`;
  return `get ${name}(){return ${value}},set ${name}(v){${setDeclared}${isModule ? "" : `;${setExported}`}}`;
}

/** What a file calls the thing that it exports under a name: minifiers write `export{x as query}`. */
function localName(source: string, name: string): string {
  return new RegExp(`\\bexport\\s*\\{[^}]*?([\\w$]+)\\s+as\\s+${name}\\b`).exec(source)?.[1] ?? name;
}

function offer(url: string, exports: Record<string, unknown>): void {
  for (const file of wanted(url)) guard("hooks.onLoad", () => file.onLoad?.(exports, versionOf(url, file)));
}

function offerLoadedFiles(files: readonly ModuleFile[]): void {
  const interesting = new Set(files);
  for (const [url, exports] of loadedCommonJsFiles((path) => state.files.has(baseName(path)))) {
    for (const file of wanted(url)) {
      if (!interesting.has(file)) continue;
      file.onFound?.();
      file.onLoad?.(exports, versionOf(url, file));
    }
  }
}

function wanted(url: string): readonly ModuleFile[] {
  const candidates = state.files.get(baseName(url)) ?? [];
  return candidates.filter((candidate) => {
    const found = packageOfFile(url, candidate.file);
    if (found === undefined || found.name !== candidate.packageName) return false;
    if (isVersionInRange(found.version, candidate.versions)) return true;
    refuse(candidate, found.version);
    return false;
  });
}

function versionOf(url: string, { file }: ModuleFile): string {
  return packageOfFile(url, file)?.version ?? "";
}

function refuse(file: ModuleFile, version: string): void {
  const key = `${file.packageName}@${version}`;
  if (state.refused.has(key)) return;
  state.refused.add(key);
  const known = [...state.files.values()].flat().filter(({ packageName }) => packageName === file.packageName);
  const ranges = [...new Set(known.map(({ versions }) => versions))];
  // Some files are of interest in some versions only.
  if (ranges.some((range) => isVersionInRange(version, range))) return;
  diag.warn(`outlay: ${key} is not instrumented; supported versions are ${ranges.join(" or ")}`);
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function baseName(url: string): string {
  const query = url.indexOf("?");
  const end = query === -1 ? url.length : query;
  const slash = Math.max(url.lastIndexOf("/", end - 1), url.lastIndexOf("\\", end - 1));
  const dot = url.lastIndexOf(".", end - 1);
  return url.slice(slash + 1, dot > slash ? dot : end);
}
