// SPDX-License-Identifier: Apache-2.0
import * as sdk from "@google/genai/web";

import ask from "./ask.cjs";

await ask(sdk);
