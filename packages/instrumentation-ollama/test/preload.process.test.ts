// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

import { VERSIONS } from "./load-sdk.ts";

describePreload({
  test: import.meta.url,
  instrumentation: "OllamaInstrumentation",
  urlOf: ({ ollamaHost }) => ollamaHost,
  spans: [
    "chat llama3.2",
    "chat llama3.2",
    "text_completion llama3.2",
    "text_completion llama3.2",
    "embeddings nomic-embed-text",
  ],
  builds: 2 * VERSIONS.length,
});
