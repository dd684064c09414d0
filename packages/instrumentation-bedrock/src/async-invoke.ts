// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, isTokenCount, textOf } from "@outlay/core";
import type { CallAdapter, RequestFacts, ResponseFacts } from "@outlay/core";

import { inputOf } from "./command.ts";
import { followSend } from "./follow-send.ts";
import { operationOf } from "./invoke/operation.ts";
import { learnClient } from "./wire.ts";

/** StartAsyncInvokeRequest: @aws-sdk/client-bedrock-runtime@3.7xx–3. */
interface StartAsyncInvokeFields {
  readonly modelId: unknown;
  readonly modelInput: unknown;
}

const NOTHING = { push: () => false, finish: (): ResponseFacts => ({}) };

/**
 * `StartAsyncInvokeCommand`: a video, or a batch of embeddings, is ordered and comes later, to a bucket.
 *
 * What is known is what was asked for, and that it was accepted; whether it will be made and billed is not.
 */
export const ASYNC_INVOKE: CallAdapter = {
  request: ({ args }) => asyncRequest(args[0]),
  client: learnClient,
  response: (output, { billedUnits }) => ({
    id: textOf(fieldsOf<{ invocationArn: unknown }>(output).invocationArn),
    ...(billedUnits === undefined ? {} : { usage: { units: billedUnits }, usageStatus: "partial" }),
  }),
  stream: () => NOTHING,
  follow: followSend,
};

function asyncRequest(command: unknown): RequestFacts {
  const { modelId, modelInput } = inputOf<StartAsyncInvokeFields>(command);
  const model = textOf(modelId);
  const seconds = videoSeconds(modelInput);
  return {
    operationName: operationOf(model, {}) === "embeddings" ? "embeddings" : "generate_content",
    model,
    stream: false,
    attributes: {},
    billedUnits: seconds === undefined ? undefined : { mediaSeconds: seconds },
  };
}

/** Amazon Nova Reel: the length of the video is asked for. Other models' inputs say nothing that is billed. */
function videoSeconds(modelInput: unknown): number | undefined {
  const { videoGenerationConfig } = fieldsOf<{ videoGenerationConfig: unknown }>(modelInput);
  const { durationSeconds } = fieldsOf<{ durationSeconds: unknown }>(videoGenerationConfig);
  return isTokenCount(durationSeconds) ? durationSeconds : undefined;
}
