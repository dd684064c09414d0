// SPDX-License-Identifier: Apache-2.0
import * as sdk from "@aws-sdk/client-bedrock-runtime";

import ask from "./ask.cjs";

const build: typeof sdk = sdk;
await ask(build);
