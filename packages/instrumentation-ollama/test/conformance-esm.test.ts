// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { OllamaInstrumentation } from "@outlay/instrumentation-ollama";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-ollama",
  instrument: (config) => new OllamaInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
