// SPDX-License-Identifier: Apache-2.0
import { NDJSON_FRAMES } from "../core/framing.ts";
import { postRoutes, type Dialect, type Problem, type Vendor } from "../core/vendor.ts";
import { ollamaEmbed, ollamaEmbeddings } from "./embed.ts";
import { ollamaChat, ollamaGenerate } from "./generation.ts";

/** Errors of an Ollama server: a text, also in a stream, which are lines of JSON. */
const OLLAMA_DIALECT: Dialect = {
  frames: NDJSON_FRAMES,
  requestId: () => "",
  headers: () => ({}),
  errorBody: (problem) => ({ error: messageOf(problem) }),
  errorFrame: (problem) => NDJSON_FRAMES.encode({ data: { error: messageOf(problem) } }),
};

/** Ollama's own API, as docs/api.md of ollama/ollama describes it (read 2026-11), under a root of its own. */
export function ollamaVendor(): Vendor {
  return {
    name: "ollama",
    routes: postRoutes("/ollama/api", OLLAMA_DIALECT, {
      "/chat": ollamaChat,
      "/generate": ollamaGenerate,
      "/embed": ollamaEmbed,
      "/embeddings": ollamaEmbeddings,
    }),
  };
}

function messageOf({ status, message }: Problem): string {
  return message ?? `The request failed with status ${status}`;
}
