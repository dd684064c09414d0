// SPDX-License-Identifier: Apache-2.0
import { describeReadme, serveFake } from "@outlay-test/conformance/readme";

import { TARGETS } from "../src/targets.ts";

describeReadme({
  test: import.meta.url,
  targets: TARGETS,
  serve: () => serveFake(() => ({})),
});
