// SPDX-License-Identifier: Apache-2.0
import { describeReadme, serveFake } from "@outlay-test/conformance/readme";

import { TARGETS } from "../src/targets.ts";

describeReadme({
  test: import.meta.url,
  targets: TARGETS,
  serve: () => serveFake((provider) => ({ GROQ_BASE_URL: provider.groqBaseUrl, GROQ_API_KEY: "test" })),
  sends: "new Groq()",
});
