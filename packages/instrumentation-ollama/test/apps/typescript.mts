// SPDX-License-Identifier: Apache-2.0
import { Ollama } from "ollama";

import ask from "./ask.cjs";

await ask({ Ollama } satisfies Record<string, unknown>);
