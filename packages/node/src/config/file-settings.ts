// SPDX-License-Identifier: Apache-2.0
import type { CONTENT_CAPTURES, McpConfig, Mode, OpenAIConfig, OtlpEndpoint, OutlayConfig } from "./outlay-config.ts";
import type { ChannelSettings } from "./channel-schema.ts";
import type { InstrumentationName } from "./sdk-table.ts";

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

/** An SDK, as the file spells it. */
export interface SdkSettings {
  readonly enabled?: boolean | undefined;
}

/** The `openai` package, as the file spells it. */
export interface OpenAISettings extends SdkSettings {
  readonly stream_usage?: OpenAIConfig["streamUsage"] | undefined;
  readonly stream_usage_hosts?: readonly string[] | undefined;
  readonly hosts?: Readonly<Record<string, string>> | undefined;
}

/** The Model Context Protocol SDK, as the file spells it. */
export interface McpSettings extends SdkSettings {
  readonly propagation?: McpConfig["propagation"] | undefined;
}

/** Which SDKs are traced, as the file spells it. */
export type InstrumentationSettings = {
  readonly [Name in Exclude<InstrumentationName, "openai" | "mcp">]?: SdkSettings | undefined;
} & { readonly openai?: OpenAISettings | undefined; readonly mcp?: McpSettings | undefined };

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
  readonly fingerprints?:
    | {
        readonly prompts?: OutlayConfig["fingerprints"]["prompts"] | boolean | undefined;
        readonly key?: string | undefined;
      }
    | undefined;
  readonly instrumentations?: InstrumentationSettings | undefined;
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
