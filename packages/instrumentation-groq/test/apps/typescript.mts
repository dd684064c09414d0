// SPDX-License-Identifier: Apache-2.0
import { Groq } from "groq-sdk";

import ask from "./ask.cjs";

await ask({ Groq } satisfies Record<string, unknown>);
