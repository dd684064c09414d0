// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

describePreload({
  test: import.meta.url,
  instrumentation: "LangChainInstrumentation",
  urlOf: (provider) => provider.openaiBaseUrl,
  spans: ["chat gpt-5-mini", "invoke_workflow", "chat gpt-5-mini", "invoke_workflow"],
  builds: 8,
});
