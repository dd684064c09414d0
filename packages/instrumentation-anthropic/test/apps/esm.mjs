// SPDX-License-Identifier: Apache-2.0
import Anthropic from "@anthropic-ai/sdk";

import { makeCalls } from "./calls.mjs";

await makeCalls(Anthropic, "esm");
