// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { MistralInstrumentation } from "@outlay/instrumentation-mistral";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-mistral",
  instrument: (config) => new MistralInstrumentation(config),
  subjects: subjectsOf("CommonJS"),
});
