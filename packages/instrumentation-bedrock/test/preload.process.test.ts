// SPDX-License-Identifier: Apache-2.0
import { describePreload } from "@outlay-test/conformance/preload";

const INVOKED = "text_completion us.meta.llama3-3-70b-instruct-v1:0";
const CONVERSED = "chat us.amazon.nova-lite-v1:0";
const BEFORE_CONVERSE = [INVOKED, INVOKED];
const ALL = [...BEFORE_CONVERSE, CONVERSED, CONVERSED];

describePreload({
  test: import.meta.url,
  instrumentation: "BedrockInstrumentation",
  urlOf: (provider) => provider.url,
  spans: ALL,
  builds: [BEFORE_CONVERSE, BEFORE_CONVERSE, ALL, ALL, ALL, ALL],
  attributes: { "outlay.response.region": "us-east-1" },
});
