// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { CompletionStream, baseUrlOfResource, fieldsOf } from "@outlay/core";
import type { CallArguments, RequestFacts, StreamReducer } from "@outlay/core";

import type { StreamRequestFields } from "./internal-types.ts";
import { azureApiVersionOf } from "./provider.ts";
import type { OpenAIInstrumentationConfig } from "./types.ts";

/** How the edit is named on the span. */
export const USAGE_EDIT = "stream_options.include_usage";

/** Hosts that are known to take `stream_options`; Azure from an API version on. */
const OPENAI_HOST = /(?:^|\.)api\.openai\.com$/;
const AZURE_HOST = /\.openai\.azure\.(?:com|us|cn)$|\.cognitiveservices\.azure\.(?:com|us|cn)$/;
const AZURE_FIRST_VERSION = "2024-09-01";

/**
 * Asks for the usage of a stream that would not tell it, if the user opted in and did not decide otherwise.
 *
 * The caller's body is copied, never changed; the chunk that the server sends in addition is swallowed by the stream.
 *
 * @returns `undefined` when the request is to be sent as it is.
 */
export function askForStreamUsage(
  { resource, args }: CallArguments,
  config: OpenAIInstrumentationConfig,
): { readonly args: readonly unknown[]; readonly edit: string } | undefined {
  const [body, ...rest] = args;
  const { stream, stream_options: given } = fieldsOf<StreamRequestFields>(body);
  if (stream !== true || fieldsOf<{ include_usage: unknown }>(given).include_usage !== undefined) return undefined;
  if (streamUsageSetting(config) !== "inject") return undefined;
  if (!takesStreamOptions(resource, config.streamUsageHosts ?? [])) return undefined;
  const edited = { ...(body as object), stream_options: { ...fieldsOf(given), include_usage: true } };
  return { args: [edited, ...rest], edit: USAGE_EDIT };
}

/** The reducer of a completion's stream; says once where usage is missing for want of asking. */
export function completionStream(request: RequestFacts, keepContent: boolean): StreamReducer {
  const stream = new CompletionStream({ swallowUsage: request.edits?.includes(USAGE_EDIT) === true, keepContent });
  return {
    push: (chunk) => stream.push(chunk),
    finish(complete) {
      const facts = stream.finish(complete);
      if (complete && facts.usage === undefined) warnOfMissingUsage();
      return facts;
    },
  };
}

function streamUsageSetting(config: OpenAIInstrumentationConfig): string {
  if (config.streamUsage !== undefined) return config.streamUsage;
  return typeof process === "undefined" ? "off" : (process.env["OUTLAY_STREAM_USAGE"] ?? "off");
}

function takesStreamOptions(resource: object, moreHosts: readonly string[]): boolean {
  const host = baseUrlOfResource(resource)?.hostname;
  if (host === undefined) return false;
  if (OPENAI_HOST.test(host) || moreHosts.includes(host)) return true;
  const version = azureApiVersionOf(resource);
  return AZURE_HOST.test(host) && (version === undefined || version >= AZURE_FIRST_VERSION);
}

let warned = false;

function warnOfMissingUsage(): void {
  if (warned) return;
  warned = true;
  diag.warn(
    "outlay: a stream ended without usage, so its cost is unknown (said once). Send stream_options: { include_usage: true }, " +
      'or let Outlay do it with streamUsage: "inject" (OUTLAY_STREAM_USAGE=inject) and, for a gateway, streamUsageHosts',
  );
}
