// SPDX-License-Identifier: Apache-2.0
import { context, metrics, trace } from "@opentelemetry/api";
import type { Context, MeterProvider, Tracer, TracerProvider } from "@opentelemetry/api";

import { createCallMetrics } from "./call-metrics.ts";
import type { CallMetrics } from "./call-metrics.ts";
import { NO_CONTENT, contentCaptureFromEnv } from "./content.ts";
import type { ContentOptions } from "./content.ts";
import { emitContentEvent } from "./content-event.ts";
import type { LoggerProviderLike } from "./content-event.ts";
import { guard } from "./guard.ts";
import { watchModuleFiles } from "./hooks/module-hooks.ts";
import { wrapMethod } from "./hooks/wrap-method.ts";
import type { SemconvDialect } from "./operation-attributes.ts";
import type { Operation } from "./operation.ts";
import type { CallHost } from "./provider-call.ts";
import type { CallTarget, MethodTarget, WrappedTarget } from "./call-target.ts";
import { tracedMethod } from "./traced-method.ts";

/** Options every instrumentation takes. */
export interface InstrumentationConfig {
  /** @defaultValue true */
  readonly enabled?: boolean;
  /** @defaultValue nothing is captured, or what `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says */
  readonly content?: Partial<ContentOptions>;
  /** @defaultValue "v1.41" */
  readonly semconv?: SemconvDialect;
}

/** What distinguishes one instrumentation from another: data and pure functions. */
export interface InstrumentationDefinition {
  /** npm name of the instrumentation; the instrumentation scope. */
  readonly name: string;
  readonly version: string;
  readonly targets: readonly (CallTarget | WrappedTarget)[];
}

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
export class ProviderInstrumentation<Config extends InstrumentationConfig = InstrumentationConfig> implements CallHost {
  readonly instrumentationName: string;
  readonly instrumentationVersion: string;
  readonly #definition: InstrumentationDefinition;
  #config: Config;
  #enabled = false;
  #unwatch: (() => void) | undefined;
  readonly #patches: Patch[] = [];
  #tracer: Tracer | undefined;
  #meterProvider: MeterProvider | undefined;
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

  /** The methods that are traced, and the versions of their packages. */
  get targets(): readonly MethodTarget[] {
    return this.#definition.targets;
  }

  get tracer(): Tracer {
    return (this.#tracer ??= trace.getTracer(this.instrumentationName, this.instrumentationVersion));
  }

  get metrics(): CallMetrics {
    // With the first call: creating instruments takes longer than the rest of a start.
    return (this.#metrics ??= createCallMetrics(
      (this.#meterProvider ?? metrics).getMeter(this.instrumentationName, this.instrumentationVersion),
    ));
  }

  get semconv(): SemconvDialect {
    return this.#config.semconv ?? "v1.41";
  }

  get content(): ContentOptions {
    return this.#content;
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
      this.#definition.targets.map((target) => ({
        ...target,
        exportNames: [target.className],
        onLoad: (exports) => this.patchClass(exports[target.className], target),
      })),
    );
  }

  /** Stops tracing; the SDK's own methods are put back wherever nobody has wrapped them since. */
  disable(): void {
    this.#enabled = false;
    this.#unwatch?.();
    this.#unwatch = undefined;
    for (const { unwrap } of this.#patches) guard("instrumentation.unwrap", unwrap);
  }

  /** Traces a target's method on one class, or on the class of a given object. Idempotent. */
  patchClass(owner: unknown, target: CallTarget | WrappedTarget): void {
    guard("instrumentation.patch", () => {
      const prototype: unknown = typeof owner === "function" ? owner.prototype : owner;
      if (typeof prototype !== "object" || prototype === null) return;
      const unwrap = this.#wrap(prototype, target);
      if (unwrap !== undefined) this.#patches.push({ prototype, target, unwrap });
    });
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
