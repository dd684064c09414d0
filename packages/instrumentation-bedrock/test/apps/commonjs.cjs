// SPDX-License-Identifier: Apache-2.0
const sdk = require("@aws-sdk/client-bedrock-runtime");

const ask = require("./ask.cjs");

void ask(sdk);
