// SPDX-License-Identifier: Apache-2.0
const ask = require("./ask.cjs");

void ask(require("ai-6"), require("@ai-sdk/openai-6"));
