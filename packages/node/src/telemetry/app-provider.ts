// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { watchModuleFiles, wrapMethod } from "@outlay/core";
import type { AnyMethod, ModuleFile } from "@outlay/core";

/** What to do when the program registers an SDK of its own. */
export interface AppRegistration {
  /** About to register: free the place. Called once. */
  readonly onFirst: () => void;
  readonly onTracerProvider: (provider: TracerProvider) => void;
  readonly onMeterProvider: (provider: MeterProvider) => void;
}

/** Registering methods of `@opentelemetry/api`, by file. */
const REGISTERING = [
  ["trace", "TraceAPI", "setGlobalTracerProvider"],
  ["metrics", "MetricsAPI", "setGlobalMeterProvider"],
  ["context", "ContextAPI", "setGlobalContextManager"],
  ["propagation", "PropagationAPI", "setGlobalPropagator"],
] as const;
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
  let first = true;
  const announce = (method: string, argument: unknown): void => {
    if (first) {
      first = false;
      registration.onFirst();
    }
    if (method === "setGlobalTracerProvider") registration.onTracerProvider(argument as TracerProvider);
    if (method === "setGlobalMeterProvider") registration.onMeterProvider(argument as MeterProvider);
  };
  const files = REGISTERING.flatMap(([name, className, method]) =>
    API_LAYOUTS.map((layout) => registeringFile(`${layout}/${name}`, className, method, announce)),
  );
  return watchModuleFiles(files);
}

function registeringFile(
  file: string,
  className: string,
  method: string,
  announce: (method: string, argument: unknown) => void,
): ModuleFile {
  const wrap = (original: AnyMethod): AnyMethod =>
    function (this: object, ...args: unknown[]) {
      announce(method, args[0]);
      return original.apply(this, args);
    };
  return {
    packageName: "@opentelemetry/api",
    versions: API_VERSIONS,
    file,
    exportNames: [className],
    onLoad(exports) {
      const owner = exports[className];
      if (typeof owner === "function") wrapMethod(owner.prototype as object, method, wrap);
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
