// SPDX-License-Identifier: Apache-2.0
import type { Answer, Call, Route, Vendor } from "../core/vendor.ts";
import { createBatch, getBatch, type BatchStore } from "./batches.ts";
import { GOOGLE_DIALECT } from "./dialect.ts";
import { batchEmbedContents, embedContent } from "./embeddings.ts";
import { countPrompt, generateContent, streamGenerateContent } from "./generate-content.ts";
import { INTERACTIONS_DIALECT, createInteraction, readInteraction, type InteractionStore } from "./interactions.ts";
import { predict, predictLongRunning } from "./predict.ts";

/** A root of its own, since version 3 of the SDK asks for `v1`, as OpenAI's does. */
const VERSION = "/google/v1(?:beta|beta1)?";
const PROJECT = "(?:/projects/[^/]+/locations/[^/]+)?";
/** Models of Gemini's API, and of Vertex AI's with a project or without one (express mode). */
const MODELS = `${VERSION}(?:${PROJECT}/publishers/google)?/models`;

/** Gemini as the types of `@google/genai` 3.3.0 describe it. */
export function googleVendor(): Vendor {
  const batches: BatchStore = new Map();
  const stored: InteractionStore = new Map();
  return {
    name: "google",
    routes: [
      post("generateContent", generateContent),
      post("streamGenerateContent", streamGenerateContent),
      post("embedContent", embedContent),
      post("batchEmbedContents", batchEmbedContents),
      { ...post("countTokens", countPrompt), generates: false },
      post("predict", predict),
      post("predictLongRunning", predictLongRunning),
      { ...post("batchGenerateContent", (call) => createBatch(call, batches)), generates: false },
      {
        method: "GET",
        path: new RegExp(`^${VERSION}/batches/(?<id>\\w+)$`),
        dialect: GOOGLE_DIALECT,
        generates: false,
        handle: (call) => getBatch(call, batches),
      },
      interactions("POST", "", true, (call) => createInteraction(call, stored)),
      interactions("GET", "/(?<id>\\w+)", false, (call) => readInteraction(call, stored)),
      interactions("POST", "/(?<id>\\w+)/cancel", false, (call) => readInteraction(call, stored)),
    ],
  };
}

function post(method: string, handle: (call: Call) => Answer): Route {
  return {
    method: "POST",
    path: new RegExp(`^${MODELS}/(?<model>[^/:]+):${method}$`),
    dialect: GOOGLE_DIALECT,
    generates: true,
    handle,
  };
}

function interactions(
  method: Route["method"],
  suffix: string,
  generates: boolean,
  handle: (call: Call) => Answer,
): Route {
  const path = new RegExp(`^${VERSION}${PROJECT}/interactions${suffix}$`);
  return { method, path, dialect: INTERACTIONS_DIALECT, generates, handle };
}
