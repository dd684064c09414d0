// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

describePreload({
  test: import.meta.url,
  instrumentation: "GroqInstrumentation",
  urlOf: (provider) => provider.groqBaseUrl,
  spans: ["chat llama-3.3-70b-versatile", "chat llama-3.3-70b-versatile", "embeddings nomic-embed-text-v1_5"],
  builds: 6,
});
