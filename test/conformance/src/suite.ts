// SPDX-License-Identifier: Apache-2.0
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import type { SdkInstrumentation } from "@outlay/core";
import type { ReadableSpanLike } from "@outlay/semconv";
import { expect } from "vitest";

import type { InstrumentationContract, Surface } from "./contract.ts";
import type { Telemetry } from "./telemetry.ts";

/** What all cases of one `describeInstrumentation` share; filled before the first of them runs. */
export interface Stage {
  readonly contract: InstrumentationContract;
  readonly provider: FakeProvider;
  readonly telemetry: Telemetry;
  readonly instrumentation: SdkInstrumentation;
}

/** One surface under test. */
export class Suite {
  readonly surface: Surface;
  readonly #stage: () => Stage;

  constructor(surface: Surface, stage: () => Stage) {
    this.surface = surface;
    this.#stage = stage;
  }

  get contract(): InstrumentationContract {
    return this.#stage().contract;
  }

  get provider(): FakeProvider {
    return this.#stage().provider;
  }

  get telemetry(): Telemetry {
    return this.#stage().telemetry;
  }

  get instrumentation(): SdkInstrumentation {
    return this.#stage().instrumentation;
  }

  /** A step that answers with the usage whose attributes the surface knows. */
  step(step: Step = {}): Step {
    return { text: ANSWER, usage: this.surface.usage.wire, ...step };
  }

  /** The one span that was exported; more or fewer fail the test. */
  async onlySpan(): Promise<ReadableSpanLike> {
    const spans = await this.spans();
    expect(spans.map((span) => span.name)).toHaveLength(1);
    return spans[0] as ReadableSpanLike;
  }

  /** Spans of the instrumentation under test. */
  async spans(): Promise<readonly ReadableSpanLike[]> {
    const all = await this.telemetry.spans();
    return all.filter((span) => span.instrumentationScope.name === this.contract.name);
  }
}

/** Text of the default answer. */
export const ANSWER = "The capital of France is Paris.";

/** Prompt of the default call. */
export const PROMPT = "What is the capital of France?";

/** Reads a stream to its end. */
export async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const chunks: unknown[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

/** Waits for a promise that must reject. */
export async function rejectionOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call was expected to fail");
}

/** A span without what differs from run to run: ids, times, port. */
export function stable(span: ReadableSpanLike): Record<string, unknown> {
  const { "server.port": _port, "gen_ai.response.time_to_first_chunk": firstChunk, ...attributes } = span.attributes;
  return {
    name: span.name,
    kind: span.kind,
    status: span.status,
    attributes: firstChunk === undefined ? attributes : { ...attributes, firstChunk: typeof firstChunk },
    events: span.events,
    links: span.links,
  };
}
