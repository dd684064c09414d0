// SPDX-License-Identifier: Apache-2.0
import { describeFuzz } from "@outlay-test/conformance/fuzz-adapters";

import { TARGETS } from "../src/targets.ts";

describeFuzz({
  calls: TARGETS,
  names: [
    "id model choices usage index finish_reason message delta content role tool_calls function name arguments",
    "prompt_tokens completion_tokens total_tokens prompt_tokens_details cached_tokens completion_tokens_details reasoning_tokens x_groq error code type usage_breakdown models",
    "messages tools stream max_tokens temperature stop response_format service_tier user seed queue_time text voice input file _client baseURL",
  ],
  words: ["chat.completion.chunk", "stop", "tool_calls", "error", "auto", "flex", "on_demand"],
});
