// SPDX-License-Identifier: Apache-2.0
import { describeFuzz } from "@outlay-test/conformance/fuzz-adapters";

import { TARGETS } from "../src/targets.ts";

describeFuzz({
  calls: TARGETS,
  names: [
    "id model choices usage index finish_reason message delta content role tool_calls function name arguments",
    "prompt_tokens completion_tokens total_tokens prompt_tokens_details cached_tokens completion_tokens_details reasoning_tokens x_groq error code type usage_breakdown models",
    "messages tools stream max_tokens temperature stop response_format prompt input data embedding results query documents warnings n width height steps _client baseURL",
  ],
  words: ["chat.completion.chunk", "stop", "eos", "tool_calls", "error", "conversation.item"],
});
