// SPDX-License-Identifier: Apache-2.0
import { context, metrics, trace } from "@opentelemetry/api";
import type { Context, Meter, MeterProvider, Tracer, TracerProvider } from "@opentelemetry/api";

import { createCallMetrics } from "./call-metrics.ts";
import type { CallMetrics } from "./call-metrics.ts";
import { NO_CONTENT, contentCaptureFromEnv } from "./content.ts";
import type { ContentOptions } from "./content.ts";
import { emitContentEvent } from "./content-event.ts";
import type { LoggerProviderLike } from "./content-event.ts";
import { guard } from "./guard.ts";
import { watchModuleFiles } from "./hooks/module-hooks.ts";
import { wrapMethod } from "./hooks/wrap-method.ts";
import type { AnyMethod } from "./hooks/wrap-method.ts";
import type { SemconvDialect } from "./operation-attributes.ts";
import type { Operation } from "./operation.ts";
import type { CallTarget, FileTarget, FunctionTarget, WrappedTarget } from "./call-target.ts";
import { tracedMethod } from "./traced-method.ts";
import type { TracingHost } from "./traced-method.ts";

/** Options every instrumentation takes. */
export interface InstrumentationConfig {
  /** @defaultValue true */
  readonly enabled?: boolean;
  /** @defaultValue nothing is captured, or what `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says */
  readonly content?: Partial<ContentOptions>;
  /** @defaultValue "v1.41" */
  readonly semconv?: SemconvDialect;
  /**
   * Whether prompts are told apart by keyed hashes, which is how cache breaks are explained; with `span` the hashes are also
   * on the spans, for reports over recorded ones. @defaultValue true
   */
  readonly promptFingerprints?: boolean | "span";
}

/** Where an SDK is traced. */
export type Target = CallTarget | WrappedTarget | FunctionTarget;

/** What distinguishes one instrumentation from another: data and pure functions. */
export interface InstrumentationDefinition {
  /** npm name of the instrumentation; the instrumentation scope. */
  readonly name: string;
  readonly version: string;
  readonly targets: readonly Target[];
  /**
   * Joins seams that are neither a method of a class nor a function: registries, diagnostics channels. Runs whenever the
   * instrumentation is enabled.
   *
   * @returns Leaves them again.
   */
  join?(host: SdkInstrumentation): () => void;
}

const FUNCTIONS_KEY = Symbol.for("@outlay/core/functions@1");

/** Functions that took an SDK's place, whichever copy of this package made them. */
const wrappedFunctions = ((globalThis as { [FUNCTIONS_KEY]?: WeakSet<object> })[FUNCTIONS_KEY] ??= new WeakSet());

/** What is remembered of a class, to take the wrap off and to put it on again. */
interface Patch {
  readonly prototype: object;
  readonly target: CallTarget | WrappedTarget;
  unwrap: () => void;
}

/**
 * An instrumentation of one SDK: finds its classes as they load, and traces the methods its targets name.
 *
 * Has the shape that `registerInstrumentations` and `NodeSDK` of OpenTelemetry 2.x and 3.x expect, without their
 * base class, whose hooks read `package.json` once per loaded file and remember one copy of a package only.
 */
export class SdkInstrumentation<Config extends InstrumentationConfig = InstrumentationConfig> implements TracingHost {
  readonly instrumentationName: string;
  readonly instrumentationVersion: string;
  readonly #definition: InstrumentationDefinition;
  #config: Config;
  #enabled = false;
  #unwatch: (() => void) | undefined;
  #leave: (() => void) | undefined;
  readonly #patches: Patch[] = [];
  #tracer: Tracer | undefined;
  #meterProvider: MeterProvider | undefined;
  #meter: Meter | undefined;
  #metrics: CallMetrics | undefined;
  #loggerProvider: LoggerProviderLike | undefined;
  #content: ContentOptions = NO_CONTENT;

  constructor(definition: InstrumentationDefinition, config: Config) {
    this.#definition = definition;
    this.instrumentationName = definition.name;
    this.instrumentationVersion = definition.version;
    this.#config = config;
    this.setConfig(config);
    if (config.enabled !== false) this.enable();
  }

  get name(): string {
    return this.instrumentationName;
  }

  /** What is traced: files, and the versions of their packages. */
  get targets(): readonly FileTarget[] {
    return this.#definition.targets;
  }

  get tracer(): Tracer {
    return (this.#tracer ??= trace.getTracer(this.instrumentationName, this.instrumentationVersion));
  }

  get meter(): Meter {
    const provider = this.#meterProvider ?? metrics;
    return (this.#meter ??= provider.getMeter(this.instrumentationName, this.instrumentationVersion));
  }

  get metrics(): CallMetrics {
    // With the first call: creating instruments takes longer than the rest of a start.
    return (this.#metrics ??= createCallMetrics(this.meter));
  }

  get semconv(): SemconvDialect {
    return this.#config.semconv ?? "v1.41";
  }

  get content(): ContentOptions {
    return this.#content;
  }

  get promptFingerprints(): boolean | "span" {
    return this.#config.promptFingerprints ?? true;
  }

  getConfig(): Config {
    return this.#config;
  }

  setConfig(config: Config): void {
    this.#config = config;
    const capture = contentCaptureFromEnv(
      typeof process === "undefined" ? undefined : process.env["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"],
    );
    this.#content = Object.freeze({ ...NO_CONTENT, ...(capture === undefined ? {} : { capture }), ...config.content });
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#tracer = provider.getTracer(this.instrumentationName, this.instrumentationVersion);
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#meterProvider = provider;
    this.#meter = undefined;
    this.#metrics = undefined;
  }

  setLoggerProvider(provider: LoggerProviderLike): void {
    this.#loggerProvider = provider;
  }

  isEnabled(): boolean {
    return this.#enabled;
  }

  /** Starts tracing: classes loaded from now on, CommonJS ones loaded before, and those patched earlier. */
  enable(): void {
    this.#enabled = true;
    for (const patch of this.#patches) patch.unwrap = this.#wrap(patch.prototype, patch.target) ?? patch.unwrap;
    this.#unwatch ??= watchModuleFiles(
      this.#definition.targets.map((target) =>
        "functionName" in target
          ? { ...target, exportNames: [target.functionName], onLoad: (exports) => this.#wrapFunction(exports, target) }
          : {
              ...target,
              exportNames: [target.className],
              onLoad: (exports) => this.patchClass(exports[target.className], target),
            },
      ),
    );
    this.#leave ??= guard("instrumentation.join", () => this.#definition.join?.(this));
  }

  /** Stops tracing; the SDK's own methods are put back wherever nobody has wrapped them since. */
  disable(): void {
    this.#enabled = false;
    this.#unwatch?.();
    this.#unwatch = undefined;
    if (this.#leave !== undefined) guard("instrumentation.leave", this.#leave);
    this.#leave = undefined;
    for (const { unwrap } of this.#patches) guard("instrumentation.unwrap", unwrap);
  }

  /** Traces a target's method on one class, or on the class of a given object. Idempotent. */
  patchClass(owner: unknown, target: CallTarget | WrappedTarget): void {
    guard("instrumentation.patch", () => {
      const isStatic = typeof owner === "function" && target.isStatic === true;
      const prototype: unknown = typeof owner === "function" && !isStatic ? owner.prototype : owner;
      if (!isStatic && typeof prototype !== "object") return;
      if (prototype === null || prototype === undefined) return;
      const unwrap = this.#wrap(prototype, target);
      if (unwrap !== undefined) this.#patches.push({ prototype, target, unwrap });
    });
  }

  /** Once for each copy of the SDK: the wrapper asks whether tracing is on. */
  #wrapFunction(exports: Record<string, unknown>, target: FunctionTarget): void {
    const original = exports[target.functionName];
    if (typeof original !== "function" || wrappedFunctions.has(original)) return;
    const wrapper = target.wrap(this, original as AnyMethod);
    Object.defineProperty(wrapper, "name", { value: original.name, configurable: true });
    wrappedFunctions.add(wrapper);
    exports[target.functionName] = wrapper;
  }

  #wrap(prototype: object, target: CallTarget | WrappedTarget): (() => void) | undefined {
    return wrapMethod(prototype, target.method, (original) =>
      "wrap" in target ? target.wrap(this, original) : tracedMethod(this, target, original),
    );
  }

  emitContentEvent(attributes: Record<string, string>, operation: Operation, at: Context = context.active()): void {
    emitContentEvent(this.#loggerProvider, this, attributes, operation, at);
  }
}
