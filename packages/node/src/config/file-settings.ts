// SPDX-License-Identifier: Apache-2.0
import type { CONTENT_CAPTURES, Mode, OtlpEndpoint, OutlayConfig } from "./outlay-config.ts";

type OpenAISettings = OutlayConfig["instrumentations"]["openai"];

/** One destination, as the file spells it. */
export type OtlpEndpointSettings = Omit<OtlpEndpoint, "headers"> & {
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** A Langfuse project, as the file spells it. */
export interface LangfuseProjectSettings {
  readonly public_key?: string | undefined;
  readonly secret_key?: string | undefined;
  readonly base_url?: string | undefined;
}

/** An alert channel, as the file spells it. */
export type ChannelSettings = { readonly webhook: string; readonly secret: string } | { readonly console: true };

/** What a file without mistakes says; budgets and prices are read by the packages that own them. */
export interface FileSettings {
  readonly mode?: Mode | undefined;
  readonly semconv?: OutlayConfig["semconv"] | undefined;
  readonly content?:
    | {
        readonly capture?: (typeof CONTENT_CAPTURES)[number] | boolean | undefined;
        readonly max_length?: number | undefined;
      }
    | undefined;
  readonly instrumentations?:
    | {
        readonly openai?:
          | {
              readonly enabled?: boolean | undefined;
              readonly stream_usage?: OpenAISettings["streamUsage"] | undefined;
              readonly stream_usage_hosts?: readonly string[] | undefined;
            }
          | undefined;
        readonly anthropic?: { readonly enabled?: boolean | undefined } | undefined;
      }
    | undefined;
  readonly exporters?: ExporterSettings | undefined;
  readonly baggage?: { readonly keys?: readonly string[] | undefined } | undefined;
  readonly metrics?: { readonly attributes?: readonly string[] | undefined } | undefined;
  readonly channels?: Readonly<Record<string, ChannelSettings>> | undefined;
}

/** Where spans go, as the file spells it. */
export interface ExporterSettings {
  readonly otlp?: boolean | readonly OtlpEndpointSettings[] | undefined;
  readonly console?: boolean | undefined;
  readonly file?: string | undefined;
  readonly langfuse?: boolean | LangfuseProjectSettings | undefined;
}
