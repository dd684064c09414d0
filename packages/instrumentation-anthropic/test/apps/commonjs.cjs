// SPDX-License-Identifier: Apache-2.0
const Anthropic = require("@anthropic-ai/sdk");

void import("./calls.mjs").then(({ makeCalls }) => makeCalls(Anthropic, "commonjs"));
