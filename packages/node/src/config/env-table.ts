// SPDX-License-Identifier: Apache-2.0
import {
  CONTENT_LENGTHS,
  LOG_LEVELS,
  MCP_PROPAGATIONS,
  MIN_KEY_LENGTH,
  PROMPT_FINGERPRINTS,
  SEMCONV_DIALECTS,
  STREAM_USAGES,
} from "./outlay-config.ts";
import type { Path } from "./path.ts";
import { INSTRUMENTATION_NAMES } from "./sdk-table.ts";

/** How the text of a variable is read. */
export type EnvType =
  | "boolean"
  | "choice"
  | "integer"
  | "list"
  | "hosts"
  | "path"
  | "key"
  | "instrumentations"
  | "content capture"
  | "stability opt-in";

/** One environment variable. */
export interface EnvVariable {
  readonly key: string;
  readonly type: EnvType;
  /** Where its value goes in the configuration. Absent: it says where the configuration is. */
  readonly setting?: Path;
  /** Every word it may be, for a `choice`. */
  readonly choices?: readonly string[];
  /** What it may be, as a message says it. */
  readonly allowed: string;
  /** What it does, in one sentence for the table of the README. */
  readonly doc: string;
}

/** What every variable of ours begins with; one that is not in the table is a mistake. */
export const ENV_PREFIX = "OUTLAY_";

/** Every variable read here. Of two with one setting the later one counts. */
export const ENV_TABLE: readonly EnvVariable[] = [
  {
    key: "OUTLAY_CONFIG",
    type: "path",
    allowed: "the path of a YAML file",
    doc: "Configuration file, if not `outlay.config.yaml` in the working directory.",
  },
  {
    key: "OUTLAY_ENABLED",
    type: "boolean",
    setting: ["enabled"],
    allowed: "true or false",
    doc: "`false` leaves the program as it is: nothing is read, patched or exported.",
  },
  {
    key: "OUTLAY_LOG_LEVEL",
    type: "choice",
    setting: ["logLevel"],
    choices: LOG_LEVELS,
    allowed: oneOf(LOG_LEVELS),
    doc: "What Outlay logs about itself, through OpenTelemetry's `diag`.",
  },
  {
    key: "OUTLAY_INSTRUMENTATIONS",
    type: "instrumentations",
    setting: ["instrumentations"],
    allowed: `names out of ${INSTRUMENTATION_NAMES.join(", ")}, or exclusions such as -openai`,
    doc: "Which SDKs are traced: only those listed (`openai,anthropic`), or all but some (`-openai`).",
  },
  {
    key: "OUTLAY_STREAM_USAGE",
    type: "choice",
    setting: ["instrumentations", "openai", "streamUsage"],
    choices: STREAM_USAGES,
    allowed: oneOf(STREAM_USAGES),
    doc: "Whether streaming chat completions ask OpenAI for the token counts that it otherwise leaves out.",
  },
  {
    key: "OUTLAY_STREAM_USAGE_HOSTS",
    type: "hosts",
    setting: ["instrumentations", "openai", "streamUsageHosts"],
    allowed: "host names without scheme or port, separated by commas",
    doc: "Hosts that are asked for token counts too, beside those known to answer.",
  },
  {
    key: "OUTLAY_MCP_PROPAGATION",
    type: "choice",
    setting: ["instrumentations", "mcp", "propagation"],
    choices: MCP_PROPAGATIONS,
    allowed: oneOf(MCP_PROPAGATIONS),
    doc: "Whether MCP requests carry the trace's context to the other side; what arrives is always taken up.",
  },
  {
    key: "OUTLAY_CONSOLE",
    type: "boolean",
    setting: ["exporters", "console"],
    allowed: "true or false",
    doc: "Draws each trace as a tree with tokens and dollars on stderr; unset, it does so if spans go nowhere else.",
  },
  {
    key: "OUTLAY_FILE",
    type: "path",
    setting: ["exporters", "file"],
    allowed: "the path of a file",
    doc: "Appends spans to this file, one line of OTLP JSON a batch.",
  },
  {
    key: "OTEL_SEMCONV_STABILITY_OPT_IN",
    type: "stability opt-in",
    setting: ["semconv"],
    allowed: "a list of conventions",
    doc: "`gen_ai_latest_experimental` in this list means `OUTLAY_SEMCONV=latest`.",
  },
  {
    key: "OUTLAY_SEMCONV",
    type: "choice",
    setting: ["semconv"],
    choices: SEMCONV_DIALECTS,
    allowed: oneOf(SEMCONV_DIALECTS),
    doc: "Release of the GenAI conventions that attributes are named by.",
  },
  {
    key: "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT",
    type: "content capture",
    setting: ["content", "capture"],
    allowed: "true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT",
    doc: "Where prompts and answers go: nowhere, on the span, on a log event, or both.",
  },
  {
    key: "OUTLAY_CONTENT_MAX_LENGTH",
    type: "integer",
    setting: ["content", "maxLength"],
    allowed: `a whole number from ${CONTENT_LENGTHS.least} to ${CONTENT_LENGTHS.most}`,
    doc: "Longest text of one captured attribute, in characters; the rest is cut and marked.",
  },
  {
    key: "OUTLAY_PROMPT_FINGERPRINTS",
    type: "choice",
    setting: ["fingerprints", "prompts"],
    choices: PROMPT_FINGERPRINTS,
    allowed: oneOf(PROMPT_FINGERPRINTS),
    doc: "Whether prompts are compared by keyed hashes; `span` has the hashes on spans, for reports.",
  },
  {
    key: "OUTLAY_FINGERPRINT_KEY",
    type: "key",
    setting: ["fingerprints", "key"],
    allowed: `text of at least ${MIN_KEY_LENGTH} characters`,
    doc: "Secret key of the hashes, for processes whose hashes are to be compared; random for each process unless set.",
  },
  {
    key: "OUTLAY_BAGGAGE_KEYS",
    type: "list",
    setting: ["baggage", "keys"],
    allowed: "names separated by commas",
    doc: "W3C baggage entries from other services that count as attributes, such as `user.id`.",
  },
  {
    key: "OUTLAY_METRIC_ATTRIBUTES",
    type: "list",
    setting: ["metrics", "attributes"],
    allowed: "names separated by commas",
    doc: "Attributes from `withAttributes` that metrics carry; each value makes a series of its own.",
  },
];

/** Writes a choice as a sentence does: `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.join(", ").replace(/, ([^,]*)$/, " or $1");
}
