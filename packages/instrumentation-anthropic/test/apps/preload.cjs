// SPDX-License-Identifier: Apache-2.0
// What a preload does, and no more: every call that ends is written to stdout as a line of JSON.
const { observeOperations } = require("@outlay/core");
const { AnthropicInstrumentation, disableNativeTracing } = require("@outlay/instrumentation-anthropic");

disableNativeTracing(process.env);
exports.instrumentation = new AnthropicInstrumentation();
observeOperations({
  operationEnded({ requestModel, usage, status }) {
    process.stdout.write(`${JSON.stringify({ requestModel, output: usage?.outputTokens, status })}\n`);
  },
});
