// SPDX-License-Identifier: Apache-2.0
import { expectSound, garbage } from "@outlay-test/conformance/garbage";
import fc from "fast-check";
import { describe, it } from "vitest";

import { clientOfResource } from "../src/client.ts";
import { interactionRequest, outgoingInteraction } from "../src/interactions/request.ts";
import { interactionAnswer } from "../src/interactions/response.ts";
import { InteractionStream } from "../src/interactions/stream.ts";
import { outgoingParameters } from "../src/outgoing.ts";
import { embedRequest, generateRequest, imagesRequest, videosRequest } from "../src/request.ts";
import { embedAnswer, generateAnswer, imagesAnswer, videosAnswer } from "../src/response.ts";
import { GeminiStream } from "../src/stream.ts";

const REQUEST = { operationName: "generate_content", model: "m", stream: false, attributes: {} } as const;

/** Field names the readers look for, so that garbage gets past their first look. */
const NAMES = [
  "model contents config abortSignal systemInstruction tools stopSequences responseModalities thinkingConfig",
  "candidates modelVersion responseId promptFeedback blockReason usageMetadata sdkHttpResponse headers index content",
  "finishReason groundingMetadata webSearchQueries imageSearchQueries role parts text thought functionCall",
  "functionResponse inlineData fileData id name args response mimeType fileUri promptTokenCount tokenCount modality",
  "cachedContentTokenCount candidatesTokenCount thoughtsTokenCount toolUsePromptTokenCount totalTokenCount",
  "promptTokensDetails cacheTokensDetails candidatesTokensDetails trafficType serviceTier embeddings statistics",
  "generatedImages image imageBytes numberOfVideos durationSeconds apiClient clientOptions httpOptions baseUrl vertexai",
  "retryOptions attempts googleSearch interaction event_type step delta status usage steps outputs errors code type",
  "total_input_tokens total_output_tokens total_thought_tokens total_tokens input_tokens_by_modality tokens summary",
  "grounding_tool_count count input generation_config",
];
const WORDS = ["AUDIO", "VIDEO", "STOP", "interaction.completed", "failed", ""];
const anything = garbage(NAMES, WORDS);

describe("whatever is sent", () => {
  it.each([generateAnswer, embedAnswer, imagesAnswer, videosAnswer, interactionAnswer])(
    "is read by $name without an exception or an impossible count",
    (read) => {
      fc.assert(
        fc.property(anything, (body) => expectSound(read(body, REQUEST))),
        { numRuns: 5000 },
      );
    },
  );

  it.each([GeminiStream, InteractionStream])(
    "is folded as a stream by $name without an exception or an impossible count",
    (Reducer) => {
      fc.assert(
        fc.property(fc.array(anything, { maxLength: 12 }), fc.boolean(), fc.boolean(), (chunks, complete, keeps) => {
          const stream = new Reducer(REQUEST, keeps);
          for (const chunk of chunks) stream.push(chunk);
          expectSound(stream.finish(complete));
        }),
        { numRuns: 3000 },
      );
    },
  );

  it("is read as parameters, and as a client, without an exception", () => {
    fc.assert(
      fc.property(anything, anything, (parameters, clientOptions) => {
        const resource = { apiClient: { clientOptions } };
        const call = { resource, args: [parameters] };
        generateRequest(call).content?.();
        outgoingParameters(call).toolRounds?.();
        interactionRequest(call).content?.();
        outgoingInteraction(call);
        for (const read of [embedRequest, imagesRequest, videosRequest]) read(call);
        clientOfResource(resource);
      }),
      { numRuns: 3000 },
    );
  });
});
