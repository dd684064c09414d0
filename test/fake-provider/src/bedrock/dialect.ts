// SPDX-License-Identifier: Apache-2.0
import { encodeEventStreamMessage } from "../core/aws-event-stream.ts";
import { AWS_FRAMES } from "../core/framing.ts";
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

function exceptionOf(problem: Problem): string {
  return problem.type ?? EXCEPTIONS[problem.status] ?? "InternalServerException";
}

function messageOf(problem: Problem): string {
  return problem.message ?? `The request failed with status ${problem.status}`;
}
