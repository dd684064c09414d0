// SPDX-License-Identifier: Apache-2.0
import { overlay } from "../core/json.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";

/** Answers `POST /async-invoke`: the work has begun, and nobody says what it will cost. */
export function startAsyncInvoke({ body, reply, world }: Call): Answer {
  if (typeof body["modelId"] !== "string") throw new RequestError(400, "modelId is required");
  const invocationArn = `arn:aws:bedrock:us-east-1:111122223333:async-invoke/${world.ids.next("a", 11)}`;
  return { kind: "json", body: overlay({ invocationArn }, reply.fields) };
}
