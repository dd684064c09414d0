// SPDX-License-Identifier: Apache-2.0
import { CohereClient, CohereClientV2 } from "cohere-ai";

import ask from "./ask.cjs";

await ask({ CohereClient, CohereClientV2 } satisfies Record<string, unknown>);
