// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { GroqInstrumentation } from "@outlay/instrumentation-groq";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-groq",
  instrument: (config) => new GroqInstrumentation(config),
  subjects: subjectsOf("CommonJS"),
});
