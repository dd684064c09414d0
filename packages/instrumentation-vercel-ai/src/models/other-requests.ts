// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OperationName, UsageUnits } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { ModelFields, OtherCallFields } from "../internal-types.ts";
import { objectOf, signalOf } from "./model-request.ts";
import type { ModelRequest } from "./model-request.ts";

/** Reads the arguments of `doEmbed`. */
export function embedRequest(call: CallArguments): ModelRequest {
  const { dimensions } = optionsOf(call);
  const count = numberOf(dimensions);
  const attributes = count === undefined ? {} : { [GEN_AI.EMBEDDINGS_DIMENSION_COUNT]: count };
  return otherRequest(call, "embeddings", { attributes });
}

/** Reads the arguments of `doRerank`. */
export function rerankRequest(call: CallArguments): ModelRequest {
  return otherRequest(call, "rerank");
}

/** Reads the arguments of an image model's `doGenerate`. */
export function imageRequest(call: CallArguments): ModelRequest {
  const choices = numberOf(optionsOf(call).n);
  const attributes = choices === undefined || choices === 1 ? {} : { [GEN_AI.REQUEST_CHOICE_COUNT]: choices };
  return otherRequest(call, "image_generation", { attributes: { ...attributes, [GEN_AI.OUTPUT_TYPE]: "image" } });
}

/** Reads the arguments of a speech model's `doGenerate`, which is billed by the character or by what comes back. */
export function speechRequest(call: CallArguments): ModelRequest {
  const characters = textOf(optionsOf(call).text)?.length;
  return otherRequest(call, "speech", {
    attributes: { [GEN_AI.OUTPUT_TYPE]: "speech" },
    ...(characters === undefined ? {} : { billedUnits: { characters } }),
  });
}

/** Reads the arguments of a transcription model's `doGenerate`. */
export function transcriptionRequest(call: CallArguments): ModelRequest {
  return otherRequest(call, "transcription", { attributes: { [GEN_AI.OUTPUT_TYPE]: "text" } });
}

function otherRequest(
  call: CallArguments,
  operationName: OperationName,
  more: { readonly attributes?: Attributes; readonly billedUnits?: UsageUnits } = {},
): ModelRequest {
  const options = optionsOf(call);
  return {
    operationName,
    model: textOf(fieldsOf<ModelFields>(call.resource).modelId),
    stream: false,
    attributes: {},
    mayDelegate: true,
    signal: signalOf(options.abortSignal),
    sentAgainBy: objectOf(options.values ?? options.documents),
    ...more,
  };
}

function optionsOf({ args }: CallArguments): Partial<OtherCallFields> {
  return fieldsOf<OtherCallFields>(args[0]);
}
