// SPDX-License-Identifier: Apache-2.0
import { describeFuzz } from "@outlay-test/conformance/fuzz-adapters";

import { TARGETS } from "../src/targets.ts";

describeFuzz({
  calls: TARGETS,
  names: [
    "model message response thinking done done_reason prompt_eval_count eval_count role content images tool_calls",
    "tool_name function name arguments messages tools prompt system stream format think dimensions options num_predict",
    "temperature stop seed config host abortController",
  ],
  words: ["stop", "json", "user", "tool", "high", "http://127.0.0.1"],
});
