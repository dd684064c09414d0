// SPDX-License-Identifier: Apache-2.0
import { describeExplicit } from "@outlay-test/conformance";

import { instrumentGoogleGenAI } from "../src/index.ts";
import { CLIENT_TARGETS } from "../src/targets.ts";
import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";

describeExplicit<Sdk>({
  names: VERSIONS.map(({ name }) => name),
  load: loadSdk,
  instrument: (classOrClient) => instrumentGoogleGenAI(classOrClient),
  classOf: ({ GoogleGenAI }) => GoogleGenAI,
  pathsFrom: (sdk) => sdk,
  connect: ({ GoogleGenAI }, { googleBaseUrl: baseUrl }) =>
    new GoogleGenAI({ apiKey: "test", vertexai: false, httpOptions: { baseUrl } }),
  ask: async (client, model) => (client as Client).models.generateContent({ model, contents: "hello" }),
  targets: CLIENT_TARGETS,
});
