// SPDX-License-Identifier: Apache-2.0
import { describeFuzz } from "@outlay-test/conformance/fuzz-adapters";

import { CALLS } from "../src/targets.ts";

describeFuzz({
  // Each is there for both majors.
  calls: CALLS.filter(({ file }) => file.startsWith("sdk/")),
  names: [
    "id model choices usage data index finishReason message delta role content toolCalls toolCallId name type text",
    "thinking imageUrl inputAudio documentUrl fileId promptTokens completionTokens totalTokens promptAudioSeconds",
    "serviceTier service_tier prompt_tokens_details cached_tokens additionalProperties agentId messages prompt tools",
    "temperature maxTokens stop randomSeed n responseFormat encodingFormat outputDimension conversationId inputs outputs",
    "completionArgs conversationAppendRequest connectorTokens connectors web_search outputIndex code arguments _baseURL",
  ],
  words: [
    "message.output",
    "message.output.delta",
    "function.call",
    "function.call.delta",
    "conversation.response.error",
    "transcription.done",
    "thinking",
    "text",
    "assistant",
  ],
});
