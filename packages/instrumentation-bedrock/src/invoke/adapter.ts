// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { CallAdapter } from "@outlay/core";

import { followSend, withSignal } from "../follow-send.ts";
import { learnClient } from "../wire.ts";
import { BidirectionalStreamReducer } from "./bidirectional-stream.ts";
import { outgoingBody } from "./outgoing.ts";
import { bidirectionalRequest, invokeRequest } from "./request.ts";
import { invokeResponse } from "./response.ts";
import { InvokeStreamReducer } from "./stream.ts";

/** `InvokeModelCommand`. */
export const INVOKE: CallAdapter = {
  request: ({ args }) => invokeRequest(args[0], false),
  client: learnClient,
  response: invokeResponse,
  stream: (_request, keepContent) => new InvokeStreamReducer(keepContent),
  follow: followSend,
  outgoing: outgoingBody,
};

/** `InvokeModelWithResponseStreamCommand`. */
export const INVOKE_STREAM: CallAdapter = {
  ...INVOKE,
  request: ({ args }) => withSignal(invokeRequest(args[0], true), args[1]),
  streamIn: (output) => fieldsOf<{ body: unknown }>(output).body,
};

/** `InvokeModelWithBidirectionalStreamCommand`. */
export const BIDIRECTIONAL: CallAdapter = {
  ...INVOKE_STREAM,
  request: ({ args }) => withSignal(bidirectionalRequest(args[0]), args[1]),
  stream: () => new BidirectionalStreamReducer(),
};
