// SPDX-License-Identifier: Apache-2.0
import { describeExplicit } from "@outlay-test/conformance";

import { instrumentTogether } from "../src/index.ts";
import { TARGETS } from "../src/targets.ts";
import { VERSIONS, connect, loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";

describeExplicit({
  names: VERSIONS,
  load: loadSdk,
  instrument: instrumentTogether,
  classOf: (sdk) => sdk.Together,
  connect,
  ask: (client, model) =>
    (client as Client).chat.completions.create({ model, messages: [{ role: "user", content: "hello" }] }),
  targets: TARGETS,
});
