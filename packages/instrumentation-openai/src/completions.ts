// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";

import { COMPLETION_ROWS } from "./chat/request.ts";
import { contentParts } from "./content-parts.ts";
import type { ChatRequestFields } from "./internal-types.ts";
import { deploymentOf } from "./provider.ts";
import { helperOf, putRequestAttributes } from "./request-attributes.ts";

/** Reads the arguments of `completions.create`, the API before chat; its answers are read like chat's. */
export function completionRequest({ resource, args }: CallArguments): RequestFacts {
  const body = fieldsOf<ChatRequestFields>(args[0]);
  const attributes: Attributes = {};
  putRequestAttributes(attributes, body, COMPLETION_ROWS);
  return {
    operationName: "text_completion",
    model: textOf(body.model) ?? deploymentOf(resource),
    stream: body.stream === true,
    attributes,
    helper: helperOf(args[1]),
    content: () => ({ inputMessages: prompts(body.prompt).map((parts) => ({ role: "user", parts })) }),
  };
}

/** One prompt or several; prompts of token ids cannot be shown. */
function prompts(prompt: unknown): ReturnType<typeof contentParts>[] {
  const list = typeof prompt === "string" ? [prompt] : listOf(prompt);
  return list.filter((item) => typeof item === "string").map(contentParts);
}
