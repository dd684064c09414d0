// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-openai",
  instrument: (config) => new OpenAIInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
