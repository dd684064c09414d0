// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { AnthropicInstrumentation, disableNativeTracing } from "@outlay/instrumentation-anthropic";

import { subjectsOf } from "./subjects.ts";

disableNativeTracing(process.env);

describeInstrumentation({
  name: "@outlay/instrumentation-anthropic",
  instrument: (config) => new AnthropicInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
