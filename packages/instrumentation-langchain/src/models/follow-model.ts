// SPDX-License-Identifier: Apache-2.0
import { WitnessedCall, fieldsOf, guard, isWatched, runWitnessed } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import type { ManagerFields, OptionsFields } from "../internal-types.ts";
import { withinRun } from "../structure/handler.ts";
import { isGenerator } from "../structure/step-inside.ts";
import { modelFacts, resultFacts } from "./model-facts.ts";
import { ModelStream } from "./model-stream.ts";

/** The wrapper around a model's `_generate`, which makes one request and resolves to its answer. */
export function followGenerate(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    return withinRun(parentOf(args[2]), () => {
      const call = startCall(host, this, args, false);
      if (call === undefined) return original.apply(this, args);
      return runWitnessed(call, () => original.apply(this, args), resultFacts);
    });
  };
}

/** The wrapper around a model's `_streamResponseChunks`, a generator: the request is made when its first chunk is read. */
export function followStream(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    return withinRun(parentOf(args[2]), () => {
      const call = startCall(host, this, args, true);
      const chunks: unknown = original.apply(this, args);
      return call === undefined || !isGenerator(chunks)
        ? chunks
        : followChunks(chunks, call, new ModelStream(call, signalOf(args[1])));
    });
  };
}

async function* followChunks(chunks: AsyncGenerator, call: WitnessedCall, stream: ModelStream): AsyncGenerator {
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one chunk comes after the other
      const step = await call.run(() => chunks.next());
      if (step.done === true) break;
      stream.push(step.value);
      yield step.value;
    }
    stream.end();
  } catch (error) {
    stream.fail(error);
    throw error;
  } finally {
    if (!stream.ended) await call.run(() => chunks.return(undefined));
    stream.abandon();
  }
}

function startCall(host: TracingHost, model: object, args: unknown[], stream: boolean): WitnessedCall | undefined {
  if (!isWatched(host)) return undefined;
  return guard("langchain.model", () => new WitnessedCall(host, modelFacts(model, args, stream)));
}

/** What the caller gives up by: LangChain stops waiting at once, whatever the model still does. */
function signalOf(options: unknown): AbortSignal | undefined {
  const { signal } = fieldsOf<OptionsFields>(options);
  return signal instanceof AbortSignal ? signal : undefined;
}

/** The run that the run of a model is below: the model's own has no span. */
function parentOf(runManager: unknown): unknown {
  return fieldsOf<ManagerFields>(runManager)._parentRunId;
}
