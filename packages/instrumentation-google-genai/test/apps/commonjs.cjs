// SPDX-License-Identifier: Apache-2.0
const ask = require("./ask.cjs");

void ask(require("@google/genai"));
