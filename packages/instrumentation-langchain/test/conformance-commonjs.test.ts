// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { LangChainInstrumentation } from "@outlay/instrumentation-langchain";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-langchain",
  instrument: (config) => new LangChainInstrumentation(config),
  subjects: subjectsOf("CommonJS"),
});
