// SPDX-License-Identifier: Apache-2.0
import { describeInstrumentation } from "@outlay-test/conformance";
import { TogetherInstrumentation } from "@outlay/instrumentation-together";

import { subjectsOf } from "./subjects.ts";

describeInstrumentation({
  name: "@outlay/instrumentation-together",
  instrument: (config) => new TogetherInstrumentation(config),
  subjects: subjectsOf("ESM"),
});
