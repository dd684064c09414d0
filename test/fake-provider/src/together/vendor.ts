// SPDX-License-Identifier: Apache-2.0
import { postRoutes, type Vendor } from "../core/vendor.ts";
import { speech, transcription } from "../openai/audio.ts";
import { OPENAI_DIALECT } from "../openai/dialect.ts";
import { embeddings } from "../openai/embeddings.ts";
import { togetherChat, togetherCompletion } from "./completions.ts";
import { togetherImages } from "./images.ts";
import { rerank } from "./rerank.ts";

const ROOT = "/together/v1";

/** Together: OpenAI's wire, its errors included, under a root of its own. */
export function togetherVendor(): Vendor {
  return {
    name: "together",
    routes: postRoutes(ROOT, OPENAI_DIALECT, {
      "/chat/completions": togetherChat,
      "/completions": togetherCompletion,
      "/embeddings": embeddings,
      "/rerank": rerank,
      "/images/generations": togetherImages,
      "/audio/transcriptions": transcription,
      "/audio/translations": transcription,
      "/audio/speech": speech,
    }),
  };
}
