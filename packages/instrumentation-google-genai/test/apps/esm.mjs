// SPDX-License-Identifier: Apache-2.0
import * as sdk from "@google/genai";

import ask from "./ask.cjs";

await ask(sdk);
