// SPDX-License-Identifier: Apache-2.0
import * as sdk from "@aws-sdk/client-bedrock-runtime";

import ask from "./ask.cjs";

await ask(sdk);
