// SPDX-License-Identifier: Apache-2.0
import { ChatOpenAI } from "@langchain/openai";

import ask from "./ask.cjs";

await ask({ ChatOpenAI } satisfies Record<string, unknown>);
