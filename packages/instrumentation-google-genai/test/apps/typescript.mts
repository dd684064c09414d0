// SPDX-License-Identifier: Apache-2.0
import * as sdk from "@google/genai";

import ask from "./ask.cjs";

const build: typeof sdk = sdk;
await ask(build);
