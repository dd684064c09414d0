// SPDX-License-Identifier: Apache-2.0
import type { Answer, Call, Route, Vendor } from "../core/vendor.ts";
import { mistralAgent, mistralChat, mistralFim } from "./completion.ts";
import { mistralConversation } from "./conversations.ts";
import { MISTRAL_DIALECT } from "./dialect.ts";
import { mistralEmbeddings } from "./embeddings.ts";
import { mistralOcr, mistralTranscription } from "./media.ts";

/** Mistral's API, as the types of `@mistralai/mistralai` 2.7.0 describe it, under a root of its own: its paths are OpenAI's. */
export function mistralVendor(): Vendor {
  return {
    name: "mistral",
    routes: [
      post("/chat/completions", mistralChat),
      post("/agents/completions", mistralAgent),
      post("/fim/completions", mistralFim),
      post("/embeddings", mistralEmbeddings),
      post("/conversations", mistralConversation),
      post("/conversations/(?<id>[^/]+)(?:/restart)?", mistralConversation),
      post("/audio/transcriptions", mistralTranscription),
      post("/ocr", mistralOcr),
    ],
  };
}

function post(path: string, handle: (call: Call) => Answer): Route {
  return {
    method: "POST",
    path: new RegExp(`^/mistral/v1${path}$`),
    dialect: MISTRAL_DIALECT,
    generates: true,
    handle,
  };
}
