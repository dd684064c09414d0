// SPDX-License-Identifier: Apache-2.0
import type { Tracer, TracerOptions, TracerProvider } from "@opentelemetry/api";

interface AnyTracer {
  startActiveSpan(...args: unknown[]): unknown;
}

/**
 * Hands out tracers that follow when the process changes its provider.
 *
 * Instrumentations ask for their tracer when they are made, often before the program registers its SDK. The API's own
 * placeholder would find that SDK later; a tracer of the one that Outlay lends in the meantime would not.
 */
export class SwitchingTracerProvider implements TracerProvider {
  #current: TracerProvider;

  constructor(first: TracerProvider) {
    this.#current = first;
  }

  /** Sends every span from now on to another provider, also those of tracers handed out before. */
  switchTo(provider: TracerProvider): void {
    this.#current = provider;
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    let owner: TracerProvider | undefined;
    let tracer: Tracer | undefined;
    const current = (): Tracer => {
      if (tracer === undefined || owner !== this.#current) {
        owner = this.#current;
        tracer = owner.getTracer(name, version, options);
      }
      return tracer;
    };
    return {
      startSpan: (...args) => current().startSpan(...args),
      // Overloaded: its arguments are handed on as they are.
      startActiveSpan: (...args: unknown[]) => (current() as AnyTracer).startActiveSpan(...args) as never,
    };
  }
}
