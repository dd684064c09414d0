// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, followHttpResponsePromise, holdHttpResponsePromise } from "@outlay/core";
import type { CallAdapter, CallTarget, FunctionTarget, RequestFacts, ResponseFacts, Target } from "@outlay/core";

import { clientOfResource, isAwsClient } from "./client.ts";
import type { RequestOptionsFields } from "./internal-types.ts";
import { editGeneration, editModel, outgoingRequest } from "./outgoing.ts";
import {
  chatRequest,
  chatRequestV1,
  embedRequest,
  generateRequest,
  rerankRequest,
  summarizeRequest,
} from "./request.ts";
import { wrapRetries } from "./resends.ts";
import { chatAnswer, chatAnswerV1, generateAnswer, listAnswer, summarizeAnswer } from "./response.ts";
import { ChatStream } from "./stream.ts";
import { StreamV1 } from "./stream-v1.ts";

const SDK = { packageName: "cohere-ai", versions: ">=7.14.0 <9" } as const;

/** A class that has methods of one version of the API: its names, and the file that declares it. */
interface Resource {
  readonly file: string;
  readonly classNames: readonly string[];
  /** Where `resourcesOf` has it. */
  readonly path: readonly string[];
}

const V1: Resource = { file: "Client", classNames: ["CohereClient"], path: ["v1"] };
/** Renamed in 7.21. */
const V2: Resource = { file: "api/resources/v2/client/Client", classNames: ["V2", "V2Client"], path: ["v2"] };

/** Every method that sends a request billed by tokens or searches. `CohereClientV2` copies those of both classes. */
export const CALLS: readonly CallTarget[] = [
  ...targets(V2, "chat", whole(chatRequest, chatAnswer)),
  ...targets(V2, "chatStream", {
    ...streamed(chatRequest, chatAnswer),
    stream: (_request, keepContent) => new ChatStream(keepContent),
  }),
  ...targets(V2, "embed", capless(embedRequest, listAnswer)),
  ...targets(V2, "rerank", capless(rerankRequest, listAnswer)),
  ...targets(V1, "chat", whole(chatRequestV1, chatAnswerV1)),
  ...targets(V1, "chatStream", streamed(chatRequestV1, chatAnswerV1)),
  ...targets(V1, "generate", whole(generateRequest, generateAnswer)),
  ...targets(V1, "generateStream", streamed(generateRequest, generateAnswer)),
  ...targets(V1, "summarize", capless(summarizeRequest, summarizeAnswer)),
  ...targets(V1, "embed", capless(embedRequest, listAnswer)),
  ...targets(V1, "rerank", capless(rerankRequest, listAnswer)),
];

const RETRIES: FunctionTarget = {
  ...SDK,
  file: "core/fetcher/requestWithRetries",
  functionName: "requestWithRetries",
  wrap: wrapRetries,
};

/** All that is patched. */
export const TARGETS: readonly Target[] = [...CALLS, RETRIES];

type ReadRequest = (body: unknown) => RequestFacts;
type ReadAnswer = (body: unknown) => ResponseFacts;

function whole(request: ReadRequest, response: ReadAnswer): CallAdapter {
  return {
    request: ({ resource, args }) => (isAwsClient(resource) ? undefined : withSignal(request(args[0]), args[1])),
    client: clientOfResource,
    response,
    stream: (_request, keepContent) => new StreamV1(response, keepContent),
    follow: followHttpResponsePromise,
    hold: holdHttpResponsePromise,
    outgoing: outgoingRequest,
    applyEdit: editGeneration,
  };
}

/** The same, without an output to cap. */
function capless(request: ReadRequest, response: ReadAnswer): CallAdapter {
  return { ...whole(request, response), applyEdit: editModel };
}

/** The same, answered by a stream: methods say so, and the body need not. */
function streamed(request: ReadRequest, response: ReadAnswer): CallAdapter {
  return whole((body) => ({ ...request(body), stream: true }), response);
}

/** The SDK's error says nothing of who gave the call up. */
function withSignal(facts: RequestFacts, options: unknown): RequestFacts {
  const { abortSignal } = fieldsOf<RequestOptionsFields>(options);
  return abortSignal instanceof AbortSignal ? { ...facts, signal: abortSignal } : facts;
}

/** The classes hang on no other class: explicit instrumentation goes by a client. */
function targets({ file, classNames, path }: Resource, method: string, adapter: CallAdapter): CallTarget[] {
  return classNames.map((className) => ({
    ...SDK,
    file,
    className,
    classPath: path,
    clientPath: path,
    method,
    adapter,
  }));
}
