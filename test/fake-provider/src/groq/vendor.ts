// SPDX-License-Identifier: Apache-2.0
import { postRoutes, type Vendor } from "../core/vendor.ts";
import { speech, transcription } from "../openai/audio.ts";
import { OPENAI_DIALECT } from "../openai/dialect.ts";
import { embeddings } from "../openai/embeddings.ts";
import { groqChat } from "./chat.ts";

/** The SDK adds `/openai/v1` to its base URL. */
const ROOT = "/groq/openai/v1";

/** Groq: OpenAI's wire, its errors included, under a root of its own. */
export function groqVendor(): Vendor {
  return {
    name: "groq",
    routes: postRoutes(ROOT, OPENAI_DIALECT, {
      "/chat/completions": groqChat,
      "/embeddings": embeddings,
      "/audio/transcriptions": transcription,
      "/audio/translations": transcription,
      "/audio/speech": speech,
    }),
  };
}
