// SPDX-License-Identifier: Apache-2.0
import type { BudgetDefinition } from "@outlay/budget";
import type { ContentCapture, SemconvDialect } from "@outlay/core";
import type { PriceOverrides } from "@outlay/pricing";

/** What budgets may do: only tell, decide without acting, or act. */
export const MODES = ["observe", "shadow", "enforce"] as const;
/** What budgets may do. */
export type Mode = (typeof MODES)[number];

/** Names of the levels of OpenTelemetry's `diag`. */
export const LOG_LEVELS = ["none", "error", "warn", "info", "debug", "verbose", "all"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** Releases of the GenAI conventions that attributes can be named by. */
export const SEMCONV_DIALECTS = ["v1.41", "latest"] as const;

/** Where captured content can go. */
export const CONTENT_CAPTURES = ["none", "span", "event", "span_and_event"] as const;

/** Whether `include_usage` is added to streaming requests that leave it out. */
export const STREAM_USAGES = ["inject", "off"] as const;
type StreamUsage = (typeof STREAM_USAGES)[number];

/** Encodings of OTLP over HTTP. */
export const OTLP_PROTOCOLS = ["http/protobuf", "http/json"] as const;
type OtlpProtocol = (typeof OTLP_PROTOCOLS)[number];

/** Least and most characters of one captured attribute: less shows nothing, more than backends take. */
export const CONTENT_LENGTHS = { least: 100, most: 10_000_000 } as const;

/** Channels that are there without being configured, by the names that the alerts package gives them. */
export const ALWAYS_TOLD = ["console", "otel-log", "otel-metric"] as const;

/** A host name as in `server.address`: no scheme, port or path. */
export const HOST: RegExp = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;

/** One more OTLP destination of spans, beside the one that `OTEL_*` variables name. */
export interface OtlpEndpoint {
  /** Base URL: `/v1/traces` is appended, as to `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  /** @defaultValue `"http/protobuf"` */
  readonly protocol: OtlpProtocol;
  /** Sent with every request. Often secret: never logged. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Langfuse by its own project keys; what is absent comes from the `LANGFUSE_*` variables. */
export interface LangfuseSettings {
  /** `false` keeps spans from Langfuse even if its variables are set. @defaultValue `true` */
  readonly enabled: boolean;
  readonly publicKey?: string;
  /** Secret: never logged. */
  readonly secretKey?: string;
  readonly baseUrl?: string;
}

/** A place that budget alerts are sent to. */
export type AlertChannel =
  | {
      readonly type: "webhook";
      readonly url: string;
      /** Signing key of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes. Secret: never logged. */
      readonly secret: string;
    }
  | { readonly type: "console" };

/** Everything that can be configured, with nothing left open. Frozen. */
export interface OutlayConfig {
  /** Whether Outlay does anything. `OUTLAY_ENABLED`. @defaultValue `true` */
  readonly enabled: boolean;
  /** What Outlay itself logs. `OUTLAY_LOG_LEVEL`. @defaultValue `"warn"` */
  readonly logLevel: LogLevel;
  /** What budgets may do. @defaultValue `"observe"` */
  readonly mode: Mode;
  /**
   * Release of the GenAI conventions that names the attributes. `OUTLAY_SEMCONV`, or `gen_ai_latest_experimental` in
   * `OTEL_SEMCONV_STABILITY_OPT_IN`. @defaultValue `"v1.41"`
   */
  readonly semconv: SemconvDialect;
  readonly content: {
    /** Where message content goes. `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`. @defaultValue `"none"` */
    readonly capture: ContentCapture;
    /** Longest JSON text of one attribute, UTF-16 units. `OUTLAY_CONTENT_MAX_LENGTH`. @defaultValue `32_768` */
    readonly maxLength: number;
  };
  /** Which SDKs are traced. `OUTLAY_INSTRUMENTATIONS`. @defaultValue all */
  readonly instrumentations: {
    readonly openai: {
      readonly enabled: boolean;
      /** `OUTLAY_STREAM_USAGE`. @defaultValue `"off"`: requests are sent as the program made them */
      readonly streamUsage: StreamUsage;
      /** Hosts, beside those known to accept it, to inject at. `OUTLAY_STREAM_USAGE_HOSTS`. @defaultValue none */
      readonly streamUsageHosts: readonly string[];
    };
    readonly anthropic: { readonly enabled: boolean };
  };
  readonly exporters: {
    readonly otlp: {
      /** Whether to export as the `OTEL_*` variables say. @defaultValue `true` */
      readonly standard: boolean;
      /** Destinations in addition. @defaultValue none */
      readonly endpoints: readonly OtlpEndpoint[];
    };
    /** Whether each trace is drawn as a tree on stderr. `OUTLAY_CONSOLE`. @defaultValue if spans go nowhere else */
    readonly console: boolean | undefined;
    /** Absolute path of a file of OTLP JSON lines. `OUTLAY_FILE`. @defaultValue no file */
    readonly file: string | undefined;
    readonly langfuse: LangfuseSettings;
  };
  /** Baggage entries that count as attributes when another service sends them. `OUTLAY_BAGGAGE_KEYS`. */
  readonly baggage: { readonly keys: readonly string[] };
  /** Attributes from `withAttributes` that metrics may carry. `OUTLAY_METRIC_ATTRIBUTES`. */
  readonly metrics: { readonly attributes: readonly string[] };
  readonly pricing: {
    /** Prices of the user's own, those in the configuration file before those in `file`. */
    readonly overrides: PriceOverrides | undefined;
    /** Absolute path of the file that some of them came from. */
    readonly file: string | undefined;
  };
  /** Where alerts can be sent, by the names that budgets use; {@link ALWAYS_TOLD} need no channel. */
  readonly channels: Readonly<Record<string, AlertChannel>>;
  readonly budgets: readonly BudgetDefinition[];
}

/** The configuration of a process that nobody configured. */
export const DEFAULT_CONFIG: OutlayConfig = {
  enabled: true,
  logLevel: "warn",
  mode: "observe",
  semconv: "v1.41",
  content: { capture: "none", maxLength: 32_768 },
  instrumentations: {
    openai: { enabled: true, streamUsage: "off", streamUsageHosts: [] },
    anthropic: { enabled: true },
  },
  exporters: {
    otlp: { standard: true, endpoints: [] },
    console: undefined,
    file: undefined,
    langfuse: { enabled: true },
  },
  baggage: { keys: [] },
  metrics: { attributes: [] },
  pricing: { overrides: undefined, file: undefined },
  channels: {},
  budgets: [],
};
