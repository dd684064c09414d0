// SPDX-License-Identifier: Apache-2.0
import { Mistral } from "@mistralai/mistralai";

import ask from "./ask.cjs";

await ask({ Mistral } satisfies Record<string, unknown>);
