// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { GoogleGenAIInstrumentation } from "@outlay/instrumentation-google-genai";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-google-genai",
  instrument: (config) => new GoogleGenAIInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
