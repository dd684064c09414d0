// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { anthropicPrompt, fieldsOf, hasPolicies, listOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { inputContent } from "./content.ts";
import type { HeadersFields, OptionsFields, OutputConfigFields, RequestFields } from "./internal-types.ts";
import { hasNativeSpan } from "./native-tracing.ts";

/**
 * Reads the arguments of `messages.create()`.
 *
 * @returns `undefined` where the SDK emits a span of its own for the call, which is enough to observe it; to hold it
 *   to a limit takes a call of ours around it.
 */
export function requestFromMessages({ resource, args }: CallArguments): RequestFacts | undefined {
  if (hasNativeSpan(resource) && !hasPolicies()) return undefined;
  const params = fieldsOf<RequestFields>(args[0]);
  const options = fieldsOf<OptionsFields>(args[1]);
  return {
    operationName: "chat",
    model: textOf(params.model),
    stream: params.stream === true,
    attributes: requestAttributes(params, options),
    helper: helperName(options.headers),
    content: () => inputContent(params),
    prompt: () => anthropicPrompt(params),
  };
}

const NUMBERS = [
  [GEN_AI.REQUEST_MAX_TOKENS, "max_tokens"],
  [GEN_AI.REQUEST_TEMPERATURE, "temperature"],
  [GEN_AI.REQUEST_TOP_P, "top_p"],
  [GEN_AI.REQUEST_TOP_K, "top_k"],
] as const;

function requestAttributes(params: Partial<RequestFields>, options: Partial<OptionsFields>): Attributes {
  const attributes: Attributes = {};
  const put = (name: string, value: string | number | string[] | undefined): void => {
    if (value !== undefined) attributes[name] = value;
  };
  for (const [attribute, field] of NUMBERS) {
    const value = params[field];
    if (typeof value === "number") put(attribute, value);
  }
  const stopSequences = listOf(params.stop_sequences).filter((item) => typeof item === "string");
  if (stopSequences.length > 0) put(GEN_AI.REQUEST_STOP_SEQUENCES, stopSequences);
  const output = fieldsOf<OutputConfigFields>(params.output_config);
  put(GEN_AI.REQUEST_REASONING_LEVEL, textOf(output.effort));
  const format = fieldsOf<{ type: unknown }>(output.format ?? params.output_format);
  if (format.type === "json_schema") put(GEN_AI.OUTPUT_TYPE, "json");
  put(GEN_AI.CONVERSATION_ID, textOf(fieldsOf<{ conversationId: unknown }>(options.openTelemetry).conversationId));
  return attributes;
}

/**
 * The helper that makes the call, by the header it marks its calls with: `stream` (0.27 on), `BetaToolRunner`.
 *
 * Helpers hand their headers over as an object, or as the SDK's own `{ values: Headers }` (0.50 on).
 */
function helperName(value: unknown): string | undefined {
  const headers = fieldsOf<HeadersFields>(value);
  const method = headers["X-Stainless-Helper-Method"] ?? headers["x-stainless-helper-method"];
  if (typeof method === "string") return method;
  return headers.values instanceof Headers ? headers.values.get("x-stainless-helper")?.split(",", 1)[0] : undefined;
}
