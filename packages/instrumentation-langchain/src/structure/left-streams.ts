// SPDX-License-Identifier: Apache-2.0
import type { AnyMethod, TracingHost } from "@outlay/core";

import { giveUpRuns } from "./handler.ts";
import { stepInside } from "./step-inside.ts";
import { StreamRuns, contextWithStream } from "./stream-runs.ts";

interface SetupParams {
  readonly generator: AsyncGenerator;
  readonly signal?: AbortSignal | undefined;
  readonly config?: { readonly signal?: AbortSignal | undefined } | undefined;
}

/** `AsyncGeneratorWithSetup` (core 0.3 and 1 `utils/stream`): everything that `stream()` returns is read through one. */
interface SetupClass {
  new (params: SetupParams): {
    return(value?: unknown): Promise<IteratorResult<unknown>>;
    throw(error?: unknown): Promise<IteratorResult<unknown>>;
  };
}

/**
 * What takes the place of the class behind streams: LangChain tells nobody when one is left, by a `break` or an abort,
 * so that the runs which its generator has started would never end.
 */
export function endLeftStreams(host: TracingHost, original: AnyMethod): AnyMethod {
  const Original = original as unknown as SetupClass;
  class AsyncGeneratorWithSetup extends Original {
    readonly #runs: StreamRuns;

    constructor(params: SetupParams) {
      const runs = new StreamRuns(params.signal ?? params.config?.signal, giveUpRuns);
      // The first step is taken while the object is made.
      const generator = stepInside(params.generator, (reader) => contextWithStream(reader, runs));
      super(host.isEnabled() ? { ...params, generator } : params);
      this.#runs = runs;
    }

    override async return(value?: unknown): Promise<IteratorResult<unknown>> {
      try {
        return await super.return(value);
      } finally {
        giveUpRuns(this.#runs.open);
      }
    }

    override async throw(error?: unknown): Promise<IteratorResult<unknown>> {
      try {
        return await super.throw(error);
      } finally {
        giveUpRuns(this.#runs.open);
      }
    }
  }
  return AsyncGeneratorWithSetup as unknown as AnyMethod;
}
