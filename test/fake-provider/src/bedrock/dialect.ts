// SPDX-License-Identifier: Apache-2.0
import { encodeEventStreamMessage } from "../core/aws-event-stream.ts";
import { AWS_FRAMES, type FrameWriter } from "../core/framing.ts";
import { encodeJson } from "../core/json.ts";
import type { Dialect, Problem } from "../core/vendor.ts";

const EXCEPTIONS: Readonly<Record<number, string>> = {
  400: "ValidationException",
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};

/** Errors and headers of Amazon Bedrock's runtime. */
export const BEDROCK_DIALECT: Dialect = {
  frames: AWS_FRAMES,
  requestId: (world) => world.ids.next("00000000-0000-0000-0002-", 12),
  headers: (requestId) => ({ "x-amzn-requestid": requestId }),
  errorBody: (problem) => ({ message: messageOf(problem) }),
  errorHeaders: (problem) => ({ "x-amzn-errortype": `${exceptionOf(problem)}:http://internal.amazon.com/` }),
  errorFrame: (problem) => {
    const exception = problem.type ?? "modelStreamErrorException";
    const headers = { ":exception-type": exception, ":content-type": "application/json", ":message-type": "exception" };
    return encodeEventStreamMessage(headers, JSON.stringify({ message: messageOf(problem) }));
  },
};

/** Events of ConverseStream: the name is a header, the payload is the event itself. */
const CONVERSE_FRAMES: FrameWriter = {
  contentType: AWS_FRAMES.contentType,
  encode: ({ event = "unknown", data }) =>
    encodeEventStreamMessage(
      { ":event-type": event, ":content-type": "application/json", ":message-type": "event" },
      typeof data === "string" ? data : encodeJson(data),
    ),
};

/** The same for Converse, whose streams are framed in their own way. */
export const CONVERSE_DIALECT: Dialect = { ...BEDROCK_DIALECT, frames: CONVERSE_FRAMES };

function exceptionOf(problem: Problem): string {
  return problem.type ?? EXCEPTIONS[problem.status] ?? "InternalServerException";
}

function messageOf(problem: Problem): string {
  return problem.message ?? `The request failed with status ${problem.status}`;
}
