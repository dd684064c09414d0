// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { VercelAIInstrumentation } from "@outlay/instrumentation-vercel-ai";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-vercel-ai",
  instrument: (config) => new VercelAIInstrumentation(config),
  subjects: subjectsOf("CommonJS"),
});
