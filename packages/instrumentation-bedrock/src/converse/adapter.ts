// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { CallAdapter } from "@outlay/core";

import { followSend, withSignal } from "../follow-send.ts";
import { learnClient } from "../wire.ts";
import { editConverse, outgoingConverse } from "./outgoing.ts";
import { converseRequest } from "./request.ts";
import { converseResponse } from "./response.ts";
import { ConverseStreamReducer } from "./stream.ts";

/** `ConverseCommand`. */
export const CONVERSE: CallAdapter = {
  request: ({ args }) => converseRequest(args[0], false),
  client: learnClient,
  response: converseResponse,
  stream: (_request, keepContent) => new ConverseStreamReducer(keepContent),
  follow: followSend,
  outgoing: outgoingConverse,
  applyEdit: editConverse,
};

/** `ConverseStreamCommand`. */
export const CONVERSE_STREAM: CallAdapter = {
  ...CONVERSE,
  request: ({ args }) => withSignal(converseRequest(args[0], true), args[1]),
  streamIn: (output) => fieldsOf<{ stream: unknown }>(output).stream,
};
