// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

describePreload({
  test: import.meta.url,
  instrumentation: "TogetherInstrumentation",
  urlOf: (provider) => provider.togetherBaseUrl,
  spans: [
    "chat meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "chat meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "text_completion meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "embeddings BAAI/bge-base-en-v1.5",
  ],
  builds: 6,
});
