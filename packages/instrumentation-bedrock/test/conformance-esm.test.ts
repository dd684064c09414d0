// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { BedrockInstrumentation } from "@outlay/instrumentation-bedrock";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-bedrock",
  instrument: (config) => new BedrockInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
