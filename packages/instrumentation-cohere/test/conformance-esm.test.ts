// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { CohereInstrumentation } from "@outlay/instrumentation-cohere";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-cohere",
  instrument: (config) => new CohereInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
