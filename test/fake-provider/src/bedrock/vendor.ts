// SPDX-License-Identifier: Apache-2.0
import type { Answer, Call, Route, Vendor } from "../core/vendor.ts";
import { BEDROCK_DIALECT } from "./dialect.ts";
import { invoke, invokeWithResponseStream } from "./invoke-anthropic.ts";

/** `anthropic.…`, `us.anthropic.…`, or an inference profile's ARN, which is taken for Anthropic's. */
const ANTHROPIC_MODEL = "(?<model>(?:[a-z]+\\.)?anthropic\\.[^/]+|arn:[^ ]+inference-profile/[^/]+)";

/** Amazon Bedrock's InvokeModel for Anthropic models. */
export function bedrockVendor(): Vendor {
  return {
    name: "bedrock",
    routes: [
      post(`/model/${ANTHROPIC_MODEL}/invoke`, invoke),
      post(`/model/${ANTHROPIC_MODEL}/invoke-with-response-stream`, invokeWithResponseStream),
    ],
  };
}

function post(path: string, handle: (call: Call) => Answer): Route {
  return { method: "POST", path: new RegExp(`^${path}$`), dialect: BEDROCK_DIALECT, generates: true, handle };
}
