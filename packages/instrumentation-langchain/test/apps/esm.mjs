// SPDX-License-Identifier: Apache-2.0
import * as sdk from "@langchain/openai";

import ask from "./ask.cjs";

await ask(sdk);
