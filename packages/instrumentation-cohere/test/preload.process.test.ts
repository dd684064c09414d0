// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

import { VERSIONS } from "./load-sdk.ts";

describePreload({
  test: import.meta.url,
  instrumentation: "CohereInstrumentation",
  urlOf: ({ cohereBaseUrl }) => cohereBaseUrl,
  spans: [
    "chat command-a-03-2025",
    "chat command-a-03-2025",
    "chat command-a-03-2025",
    "chat command-r-08-2024",
    "chat command-r-08-2024",
    "embeddings embed-v4.0",
    "rerank rerank-v3.5",
  ],
  builds: 2 * VERSIONS.length,
});
