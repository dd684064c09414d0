// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

describePreload({
  test: import.meta.url,
  instrumentation: "MistralInstrumentation",
  urlOf: (provider) => provider.mistralServerUrl,
  spans: [
    "chat mistral-medium-2508",
    "chat mistral-medium-2508",
    "text_completion codestral-2508",
    "embeddings mistral-embed",
  ],
  builds: 6,
});
