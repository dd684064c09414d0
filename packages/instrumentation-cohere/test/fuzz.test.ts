// SPDX-License-Identifier: Apache-2.0
import { describeFuzz } from "@outlay-test/conformance/fuzz-adapters";
import { expect, it } from "vitest";

import { resourcesOf } from "../src/resources-of.ts";
import { CALLS } from "../src/targets.ts";

describeFuzz({
  calls: CALLS,
  names: [
    "id message finishReason usage meta generationId text toolCalls generations summary role content toolPlan toolCallId",
    "billedUnits tokens inputTokens outputTokens searchUnits imageTokens image_tokens type index delta thinking imageUrl",
    "eventType response model messages tools stopSequences responseFormat embeddingTypes chatHistory toolResults call",
    "outputs name parameters prompt preamble conversationId abortSignal _options environment baseUrl client v2",
  ],
  words: ["message-start", "message-end", "tool-call-start", "content-delta", "stream-end", "TOOL", "ERROR"],
});

it.each([{}, { client: 5 }, { v2: null, client: Object.create(null) as object }])(
  "%j is looked through for resources without an exception",
  (client) => {
    expect(resourcesOf(client)).toEqual({ v1: undefined, v2: undefined });
  },
);
