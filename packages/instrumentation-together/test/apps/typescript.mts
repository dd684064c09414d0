// SPDX-License-Identifier: Apache-2.0
import { Together } from "together-ai";

import ask from "./ask.cjs";

await ask({ Together } satisfies Record<string, unknown>);
