// SPDX-License-Identifier: Apache-2.0
import { describeExplicit } from "@outlay-test/conformance";

import { instrumentOllama } from "../src/index.ts";
import { TARGETS } from "../src/targets.ts";
import { VERSIONS, connect, loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";

describeExplicit({
  names: VERSIONS,
  load: loadSdk,
  instrument: instrumentOllama,
  classOf: (sdk) => sdk.Ollama,
  connect,
  ask: (client, model) => (client as Client).chat({ model, messages: [{ role: "user", content: "hello" }] }),
  targets: TARGETS,
});
