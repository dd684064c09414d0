// SPDX-License-Identifier: Apache-2.0
import type {
  BreakerDefinition,
  BudgetDefinition,
  ExpiryPolicy,
  OutcomeDefinition,
  RouteDefinition,
  UnpricedPolicy,
} from "@outlay/budget";
import type { ContentCapture, SemconvDialect } from "@outlay/core";
import type { PriceOverrides } from "@outlay/pricing";

import { INSTRUMENTATION_NAMES } from "./sdk-table.ts";
import type { InstrumentationName } from "./sdk-table.ts";

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

/** Whether prompts are compared by keyed hashes, and whether the hashes are on spans. */
export const PROMPT_FINGERPRINTS = ["off", "on", "span"] as const;
type PromptFingerprints = (typeof PROMPT_FINGERPRINTS)[number];

/** Fewest characters of the key of hashes: a shorter one can be guessed. */
export const MIN_KEY_LENGTH = 16;

/** Whether `include_usage` is added to streaming requests that leave it out. */
export const STREAM_USAGES = ["inject", "off"] as const;
type StreamUsage = (typeof STREAM_USAGES)[number];

/** Whether MCP requests carry the trace's context. */
export const MCP_PROPAGATIONS = ["inject", "off"] as const;
type McpPropagation = (typeof MCP_PROPAGATIONS)[number];

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
  | {
      readonly type: "slack";
      /** Of an incoming webhook. Secret: never logged. */
      readonly url: string;
    }
  | {
      readonly type: "pagerduty";
      /** Integration key. Secret: never logged. */
      readonly routingKey: string;
      readonly severity?: "critical" | "error" | "warning" | "info";
    }
  | { readonly type: "alertmanager"; readonly url: string }
  | { readonly type: "console" };

/** How budgets act, where they do: in the modes `shadow` and `enforce`. */
export interface EnforcementConfig {
  /** Cheaper models of the same provider, by the names that thresholds use. @defaultValue none */
  readonly routes: Readonly<Record<string, RouteDefinition>>;
  /** Calls of models without a price, under a cap in USD. @defaultValue `"block"` */
  readonly unpriced: UnpricedPolicy;
  /** Output tokens of a request that sends no cap. @defaultValue 16,384 */
  readonly defaultOutputTokens: number;
  /** How long a call may take before what it holds is taken for lost. @defaultValue 10 minutes */
  readonly leaseMs: number;
  /** What is charged of a call that nobody settled. @defaultValue `"charge_estimate"` */
  readonly onExpiry: ExpiryPolicy;
  /**
   * Time between two signs of life of running calls, where processes share a store; 0 for none.
   *
   * @defaultValue a third of the lease
   */
  readonly heartbeatMs?: number;
  /** Age at which a lease ends however often it was extended. @defaultValue 24 hours */
  readonly maxLeaseAgeMs: number;
}

/** Where budgets are counted, when several processes share them. */
export interface StoreConfig {
  readonly place:
    | {
        readonly type: "sqlite";
        /** Absolute. */
        readonly path: string;
      }
    | {
        readonly type: "redis";
        /** Often with a password: never logged. */
        readonly url: string;
        readonly prefix?: string;
      };
  /** Longest that a call waits for the store. */
  readonly timeoutMs: number;
  /** Calls while it does not answer; `local` lets each process spend its share of what was left. */
  readonly onStoreFailure: "allow" | "block" | "local";
  /** That share, from 0 to 1. */
  readonly localShare: number;
  /** Calls after it has lost what was spent. */
  readonly onDataLoss: "allow" | "block";
}

/** Where newer price tables come from. */
export interface PriceRefresh {
  readonly url: string;
  /** Ed25519 key of whoever signs the tables: the base64 of 32 bytes. */
  readonly publicKey: string;
  readonly everyMs: number;
  /** Absolute path of the copy that outlives the process. @defaultValue none */
  readonly cacheFile?: string;
}

/** What there is to say about every SDK that is traced. */
export interface SdkConfig {
  readonly enabled: boolean;
}

/** What there is to say about the `openai` package. */
export interface OpenAIConfig extends SdkConfig {
  /** `OUTLAY_STREAM_USAGE`. @defaultValue `"off"`: requests are sent as the program made them */
  readonly streamUsage: StreamUsage;
  /** Hosts, beside those known to accept it, to inject at. `OUTLAY_STREAM_USAGE_HOSTS`. @defaultValue none */
  readonly streamUsageHosts: readonly string[];
  /** Providers behind the program's own hosts. @defaultValue none */
  readonly hosts: Readonly<Record<string, string>>;
}

/** What there is to say about the Model Context Protocol SDK. */
export interface McpConfig extends SdkConfig {
  /** `OUTLAY_MCP_PROPAGATION`. @defaultValue `"off"`: requests are sent as the program made them */
  readonly propagation: McpPropagation;
}

/** SDKs with settings beside their switch. */
interface SettledSdks {
  readonly openai: OpenAIConfig;
  readonly mcp: McpConfig;
}

/** Settings of the SDKs by their names; most have only a switch. */
export type InstrumentationsConfig = Readonly<Record<Exclude<InstrumentationName, keyof SettledSdks>, SdkConfig>> &
  SettledSdks;

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
  readonly fingerprints: {
    /**
     * `off` finds nothing out about prompts; `span` has their hashes on spans, for reports. `OUTLAY_PROMPT_FINGERPRINTS`.
     *
     * @defaultValue `"on"`
     */
    readonly prompts: PromptFingerprints;
    /** Secret: never logged. `OUTLAY_FINGERPRINT_KEY`. @defaultValue a random one for each process */
    readonly key: string | undefined;
  };
  /** Which SDKs are traced. `OUTLAY_INSTRUMENTATIONS`. @defaultValue all */
  readonly instrumentations: InstrumentationsConfig;
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
    /** @defaultValue none: nothing is ever downloaded */
    readonly refresh: PriceRefresh | undefined;
  };
  /** Where alerts can be sent, by the names that budgets use; {@link ALWAYS_TOLD} need no channel. */
  readonly channels: Readonly<Record<string, AlertChannel>>;
  readonly budgets: readonly BudgetDefinition[];
  readonly breakers: readonly BreakerDefinition[];
  /** What work achieves, told by `recordOutcome`. */
  readonly outcomes: readonly OutcomeDefinition[];
  readonly enforcement: EnforcementConfig;
  /** @defaultValue memory of each process */
  readonly store: StoreConfig | undefined;
}

/** The configuration of a process that nobody configured. */
export const DEFAULT_CONFIG: OutlayConfig = {
  enabled: true,
  logLevel: "warn",
  mode: "observe",
  semconv: "v1.41",
  content: { capture: "none", maxLength: 32_768 },
  fingerprints: { prompts: "on", key: undefined },
  instrumentations: {
    ...(Object.fromEntries(INSTRUMENTATION_NAMES.map((name) => [name, { enabled: true }])) as Record<
      InstrumentationName,
      SdkConfig
    >),
    openai: { enabled: true, streamUsage: "off", streamUsageHosts: [], hosts: {} },
    mcp: { enabled: true, propagation: "off" },
  },
  exporters: {
    otlp: { standard: true, endpoints: [] },
    console: undefined,
    file: undefined,
    langfuse: { enabled: true },
  },
  baggage: { keys: [] },
  metrics: { attributes: [] },
  pricing: { overrides: undefined, file: undefined, refresh: undefined },
  channels: {},
  budgets: [],
  breakers: [],
  outcomes: [],
  enforcement: {
    routes: {},
    unpriced: "block",
    defaultOutputTokens: 16_384,
    leaseMs: 600_000,
    onExpiry: "charge_estimate",
    maxLeaseAgeMs: 86_400_000,
  },
  store: undefined,
};
