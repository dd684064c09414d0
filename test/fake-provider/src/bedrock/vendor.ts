// SPDX-License-Identifier: Apache-2.0
import type { Answer, Call, Dialect, Route, Vendor } from "../core/vendor.ts";
import { startAsyncInvoke } from "./async-invoke.ts";
import { converse, converseStream } from "./converse.ts";
import { BEDROCK_DIALECT, CONVERSE_DIALECT } from "./dialect.ts";
import { invoke, invokeWithResponseStream } from "./invoke-anthropic.ts";
import { invokeNova, invokeNovaStream } from "./invoke-nova.ts";
import { invokeText, invokeTextStream, type TextFamily } from "./invoke-text.ts";
import { invokeCohereEmbed, invokeCohereRerank, invokeTitanEmbedding } from "./invoke-vectors.ts";
import { COHERE_COMMAND, LLAMA, MISTRAL, TITAN_TEXT } from "./text-families.ts";

/** `anthropic.…`, `us.anthropic.…`, or an inference profile's ARN, which is taken for Anthropic's. */
const ANTHROPIC_MODEL = "(?<model>(?:[a-z]+\\.)?anthropic\\.[^/]+|arn:[^ ]+inference-profile/[^/]+)";
/** Any model: ids, profiles, and ARNs, which have a slash in them. */
const ANY_MODEL = "(?<model>[^/]+|arn:[^ ]+)";

const TEXT_FAMILIES: readonly (readonly [models: string, family: TextFamily])[] = [
  ["meta\\.llama", LLAMA],
  ["mistral\\.", MISTRAL],
  ["amazon\\.titan-text", TITAN_TEXT],
  ["cohere\\.command", COHERE_COMMAND],
];

/** Amazon Bedrock's runtime: Converse for every model, InvokeModel in the body of each. */
export function bedrockVendor(): Vendor {
  return {
    name: "bedrock",
    routes: [
      post(`/model/${ANY_MODEL}/converse`, converse, CONVERSE_DIALECT),
      post(`/model/${ANY_MODEL}/converse-stream`, converseStream, CONVERSE_DIALECT),
      post(`/model/${ANTHROPIC_MODEL}/invoke`, invoke),
      post(`/model/${ANTHROPIC_MODEL}/invoke-with-response-stream`, invokeWithResponseStream),
      post(`/model/${modelsOf("amazon\\.nova")}/invoke`, invokeNova),
      post(`/model/${modelsOf("amazon\\.nova")}/invoke-with-response-stream`, invokeNovaStream),
      ...TEXT_FAMILIES.flatMap(([models, family]) => [
        post(`/model/${modelsOf(models)}/invoke`, invokeText(family)),
        post(`/model/${modelsOf(models)}/invoke-with-response-stream`, invokeTextStream(family)),
      ]),
      post(`/model/${modelsOf("amazon\\.titan-embed")}/invoke`, invokeTitanEmbedding),
      post(`/model/${modelsOf("cohere\\.embed")}/invoke`, invokeCohereEmbed),
      post(`/model/${modelsOf("cohere\\.rerank")}/invoke`, invokeCohereRerank),
      post("/async-invoke", startAsyncInvoke),
    ],
  };
}

/** Models whose id begins so, with or without the prefix of an inference profile. */
function modelsOf(start: string): string {
  return `(?<model>(?:[a-z-]+\\.)?${start}[^/]*)`;
}

function post(path: string, handle: (call: Call) => Answer, dialect: Dialect = BEDROCK_DIALECT): Route {
  return { method: "POST", path: new RegExp(`^${path}$`), dialect, generates: true, handle };
}
