// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { guard, watchModuleFiles, wrapMethod } from "@outlay/core";
import type { LoggerProviderLike, ModuleFile } from "@outlay/core";

/** Where every copy of the API finds the others, by major version. */
const API_REGISTRY = Symbol.for("opentelemetry.js.api.1");

/** The parts of the API that a program can register something for. */
export type ApiPart = "trace" | "metrics" | "logs" | "context" | "propagation";

/** What to do when the program registers an SDK of its own. */
export interface AppRegistration {
  /** About to register something for this part: free the place. Called once for each. */
  readonly onPart: (part: ApiPart) => void;
  /** About to register with a copy of the API that cannot share the process with ours: free everything. */
  readonly onOtherVersion: () => void;
  readonly onTracerProvider: (provider: TracerProvider) => void;
  readonly onMeterProvider: (provider: MeterProvider) => void;
  readonly onLoggerProvider: (provider: LoggerProviderLike) => void;
}

/** Registering methods of `@opentelemetry/api`, by file, which is named after the part. */
const REGISTERING: readonly (readonly [part: ApiPart, className: string, method: string])[] = [
  ["trace", "TraceAPI", "setGlobalTracerProvider"],
  ["metrics", "MetricsAPI", "setGlobalMeterProvider"],
  ["logs", "LogsAPI", "setGlobalLoggerProvider"],
  ["context", "ContextAPI", "setGlobalContextManager"],
  ["propagation", "PropagationAPI", "setGlobalPropagator"],
];
/** Versions of `@opentelemetry/api` that a program may bring. */
export const API_VERSIONS = ">=1.0.0 <2";
/** Folders of the API's classes, in 1.10 and in 1.0–1.9. */
export const API_LAYOUTS = ["dist/api", "build/src/api", "build/esm/api", "build/esnext/api"] as const;

/**
 * Notices when the program registers its own OpenTelemetry SDK, in whichever copy of the API it does.
 *
 * A preload runs before the program and cannot know whether an SDK will come. So Outlay's is there from the start, and
 * makes room when another one arrives.
 *
 * @returns Ends the watch.
 */
export function watchAppRegistration(registration: AppRegistration): () => void {
  const taken = new Set<ApiPart>();
  const announce = (part: ApiPart, argument: unknown, version: string): void => {
    if (version !== registeredVersion()) registration.onOtherVersion();
    if (!taken.has(part)) registration.onPart(part);
    taken.add(part);
    if (part === "trace") registration.onTracerProvider(argument as TracerProvider);
    if (part === "metrics") registration.onMeterProvider(argument as MeterProvider);
    if (part === "logs") registration.onLoggerProvider(argument as LoggerProviderLike);
  };
  return watchModuleFiles(
    REGISTERING.flatMap(([part, className, method]) =>
      API_LAYOUTS.map((layout) => registeringFile(`${layout}/${part}`, className, method, part, announce)),
    ),
  );
}

/** What the process has registered with the API already, by part: another preload may have come first. */
export type RegisteredParts = Readonly<Partial<Record<ApiPart, unknown>>>;

/** Finds out what is registered, whichever copy of the API it was registered with. */
export function registeredParts(): RegisteredParts {
  const registry = apiRegistry();
  const parts: Partial<Record<ApiPart, unknown>> = {};
  for (const [part] of REGISTERING) {
    const registered: unknown = registry?.[part];
    if (typeof registered === "object" && registered !== null) parts[part] = behindProxy(registered);
  }
  return parts;
}

/** The provider itself: tracers and loggers are handed out through a proxy, so that it may be registered late. */
function behindProxy(registered: object): unknown {
  const getDelegate: unknown = Reflect.get(registered, "getDelegate") ?? Reflect.get(registered, "_getDelegate");
  return typeof getDelegate === "function" ? getDelegate.call(registered) : registered;
}

/** Version that the process's one registry of the API was made by; a copy of another version cannot register in it. */
function registeredVersion(): unknown {
  return apiRegistry()?.["version"];
}

function apiRegistry(): Readonly<Record<string, unknown>> | undefined {
  const registry: unknown = Reflect.get(globalThis, API_REGISTRY);
  return typeof registry === "object" && registry !== null ? (registry as Record<string, unknown>) : undefined;
}

/** Leaves the registry to a copy of the API of another version: it makes its own. */
export function abandonApiRegistry(): void {
  Reflect.deleteProperty(globalThis, API_REGISTRY);
}

function registeringFile(
  file: string,
  className: string,
  method: string,
  part: ApiPart,
  announce: (part: ApiPart, argument: unknown, version: string) => void,
): ModuleFile {
  return {
    packageName: "@opentelemetry/api",
    versions: API_VERSIONS,
    file,
    exportNames: [className],
    onLoad(exports, version) {
      const owner = exports[className];
      if (typeof owner !== "function") return;
      wrapMethod(owner.prototype as object, method, (original) => {
        return function (this: object, ...args: unknown[]) {
          guard("node.registration", () => announce(part, args[0], version));
          return original.apply(this, args);
        };
      });
    },
  };
}

/**
 * Adds processors to a tracer provider that somebody else made.
 *
 * No SDK has a public way to do that after construction; 2.x and 3.x both keep a list that they walk for every span.
 *
 * @returns Whether the provider has such a list.
 */
export function addSpanProcessors(provider: TracerProvider, processors: readonly SpanProcessor[]): boolean {
  const active: unknown = Reflect.get(provider, "_activeSpanProcessor");
  const list: unknown =
    typeof active === "object" && active !== null ? Reflect.get(active, "_spanProcessors") : undefined;
  if (!Array.isArray(list)) {
    diag.warn(
      "outlay: this tracer provider takes no further processors, so calls are traced but not priced; pass an OutlaySpanProcessor to it",
    );
    return false;
  }
  // In front: the cost has to be on the span before an exporting processor takes it.
  list.unshift(...processors);
  return true;
}
