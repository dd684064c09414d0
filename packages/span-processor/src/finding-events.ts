// SPDX-License-Identifier: Apache-2.0
import { ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import type { Attributes, Context } from "@opentelemetry/api";
import { globalLoggerProvider } from "@outlay/core";
import type { LoggerProviderLike, Operation } from "@outlay/core";
import { EVENTS, GEN_AI } from "@outlay/semconv";

import { findingAttributes } from "./finding-attributes.ts";
import type { CallFindings } from "./findings.ts";

const WARN = { severityNumber: 13, severityText: "WARN" } as const;

/**
 * Tells what somebody may want to look into as log events beside the span: a broken prompt cache, a conversation that
 * goes round in circles. What every call has, such as context sent again, is on its span and in metrics.
 */
export class FindingEvents {
  readonly #name: string;
  readonly #provider: LoggerProviderLike | undefined;

  /** @param provider - Left out, the one that is registered globally when something is found. */
  constructor(name: string, provider?: LoggerProviderLike) {
    this.#name = name;
    this.#provider = provider;
  }

  emit(operation: Operation, { broken, loop }: CallFindings): void {
    if (broken === undefined && loop === undefined) return;
    const logger = (this.#provider ?? globalLoggerProvider())?.getLogger(this.#name);
    if (logger === undefined) return;
    const context = contextOf(operation);
    if (broken !== undefined) {
      const attributes = { ...findingAttributes({ broken }), ...callAttributes(operation) };
      logger.emit({ eventName: EVENTS.CACHE_BREAK, ...WARN, attributes, context });
    }
    if (loop !== undefined) {
      const attributes = { ...findingAttributes({ loop }), ...callAttributes(operation) };
      logger.emit({ eventName: EVENTS.LOOP, ...WARN, attributes, context });
    }
  }
}

function callAttributes({ provider, operationName, responseModel, requestModel }: Operation): Attributes {
  const model = responseModel ?? requestModel;
  return {
    [GEN_AI.PROVIDER_NAME]: provider,
    [GEN_AI.OPERATION_NAME]: operationName,
    ...(model !== undefined && { [GEN_AI.RESPONSE_MODEL]: model }),
  };
}

/** The call's own span, by its ids: it may belong to another emitter, or have ended. */
function contextOf({ traceId, spanId }: Operation): Context {
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });
}
