// SPDX-License-Identifier: Apache-2.0
void require("./ask.cjs")(require("@langchain/openai"));
