// SPDX-License-Identifier: Apache-2.0
import * as openai from "@ai-sdk/openai";
import * as ai from "ai";

import ask from "./ask.cjs";

await ask(ai, openai);
