// SPDX-License-Identifier: Apache-2.0
import { postRoutes, type Vendor } from "../core/vendor.ts";
import { cohereChat } from "./chat.ts";
import { COHERE_DIALECT, COHERE_V1_DIALECT } from "./dialect.ts";
import { cohereChatV1, cohereGenerate, cohereSummarize } from "./generations.ts";
import { cohereEmbed, cohereRerank } from "./vectors.ts";

/** Cohere's API in both of its versions, as the types of `cohere-ai` 8.1.0 describe it, under a root of its own. */
export function cohereVendor(): Vendor {
  return {
    name: "cohere",
    routes: [
      ...postRoutes("/cohere/v2", COHERE_DIALECT, {
        "/chat": cohereChat,
        "/embed": cohereEmbed,
        "/rerank": cohereRerank,
      }),
      ...postRoutes("/cohere/v1", COHERE_V1_DIALECT, {
        "/chat": cohereChatV1,
        "/generate": cohereGenerate,
        "/summarize": cohereSummarize,
        "/embed": cohereEmbed,
        "/rerank": cohereRerank,
      }),
    ],
  };
}
