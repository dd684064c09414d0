// SPDX-License-Identifier: Apache-2.0
import * as sdk from "together-ai";

import ask from "./ask.cjs";

await ask(sdk);
