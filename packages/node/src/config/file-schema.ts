// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { BUDGETS } from "./budget-schema.ts";
import { oneOf } from "./env-table.ts";
import type { FileSettings } from "./file-settings.ts";
import {
  ALWAYS_TOLD,
  CONTENT_CAPTURES,
  CONTENT_LENGTHS,
  DEFAULT_CONFIG,
  HOST,
  MODES,
  OTLP_PROTOCOLS,
  SEMCONV_DIALECTS,
  STREAM_USAGES,
} from "./outlay-config.ts";
import { optional, setting } from "./setting.ts";
import type { Setting } from "./setting.ts";

const DEFAULTS = DEFAULT_CONFIG;
const SWITCH = "true or false";

/** Standard Webhooks: a signing key has 24 to 64 bytes. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const SECRET_BYTES = { least: 24, most: 64 } as const;

function httpUrl(): z.ZodMiniURL {
  return z.url({ protocol: /^https?$/, hostname: /./ });
}

function names(about: Omit<Setting, "expected">): z.ZodMiniOptional<z.ZodMiniArray<z.ZodMiniString>> {
  const name = setting(z.string().check(z.minLength(1), z.maxLength(256)), {
    description: "Name of an attribute.",
    expected: "a name of 1 to 256 characters",
  });
  return optional(z.array(name), { ...about, expected: "a list of names", default: [] });
}

function isSigningKey(secret: string): boolean {
  try {
    const { length } = atob(secret.slice("whsec_".length));
    return length >= SECRET_BYTES.least && length <= SECRET_BYTES.most;
  } catch {
    return false;
  }
}

/** `fetch` refuses addresses with a user and password. */
function hasNoUser(url: string): boolean {
  return URL.canParse(url) && new URL(url).username === "" && new URL(url).password === "";
}

const CONTENT = optional(
  z.strictObject({
    capture: optional(z.union([z.enum(CONTENT_CAPTURES), z.boolean()]), {
      description: "Where prompts and answers go; `true` is `span`, `false` is `none`.",
      expected: `${oneOf(CONTENT_CAPTURES)}, or true or false`,
      default: DEFAULTS.content.capture,
    }),
    max_length: optional(z.int().check(z.gte(CONTENT_LENGTHS.least), z.lte(CONTENT_LENGTHS.most)), {
      description: "Longest text of one captured attribute, in characters; the rest is cut and marked.",
      expected: `a whole number from ${CONTENT_LENGTHS.least} to ${CONTENT_LENGTHS.most}`,
      default: DEFAULTS.content.maxLength,
    }),
  }),
  { description: "Message content: off unless switched on here or by the environment.", expected: "a map" },
);

const ENABLED = { description: "Whether calls of this SDK are traced.", expected: SWITCH, default: true };

const INSTRUMENTATIONS = optional(
  z.strictObject({
    openai: optional(
      z.strictObject({
        enabled: optional(z.boolean(), ENABLED),
        stream_usage: optional(z.enum(STREAM_USAGES), {
          description:
            "Whether streaming chat completions ask OpenAI for the token counts that it otherwise leaves out; " +
            "the chunk that this adds is kept from the program.",
          expected: oneOf(STREAM_USAGES),
          default: DEFAULTS.instrumentations.openai.streamUsage,
        }),
        stream_usage_hosts: optional(
          z.array(
            setting(z.string().check(z.regex(HOST)), {
              description: "Host name as in `server.address`.",
              expected: "a host name without scheme, port or path",
            }),
          ),
          {
            description: "Hosts that are asked for token counts too, beside those known to answer.",
            expected: "a list of host names",
            default: [],
            examples: [["llm.example.com"]],
          },
        ),
      }),
      { description: "The `openai` package, Azure OpenAI included.", expected: "a map" },
    ),
    anthropic: optional(z.strictObject({ enabled: optional(z.boolean(), ENABLED) }), {
      description: "The `@anthropic-ai/sdk` package and its Bedrock, Vertex and Foundry clients.",
      expected: "a map",
    }),
  }),
  { description: "Which SDKs are traced, and how.", expected: "a map" },
);

const OTLP_ENDPOINT = setting(
  z.strictObject({
    endpoint: setting(httpUrl(), {
      description: "Base URL; /v1/traces is appended.",
      expected: "an http or https URL",
      examples: ["https://otlp.example.com"],
    }),
    protocol: z._default(
      setting(z.enum(OTLP_PROTOCOLS), {
        description: "Encoding.",
        expected: oneOf(OTLP_PROTOCOLS),
        default: "http/protobuf",
      }),
      "http/protobuf",
    ),
    headers: optional(z.record(z.string(), setting(z.string(), { description: "Header value.", expected: "text" })), {
      description: "Headers of every request; keep keys in the environment.",
      expected: "a map of header names and texts",
      examples: [{ "x-api-key": "${OTLP_API_KEY}" }],
      secret: true,
    }),
  }),
  { description: "One OTLP destination.", expected: "a map with an endpoint" },
);

const LANGFUSE = z.strictObject({
  public_key: optional(z.string().check(z.minLength(1)), {
    description: "Public key of the project.",
    expected: "text",
    examples: ["${LANGFUSE_PUBLIC_KEY}"],
  }),
  secret_key: optional(z.string().check(z.minLength(1)), {
    description: "Secret key of the project; keep it in the environment.",
    expected: "text",
    examples: ["${LANGFUSE_SECRET_KEY}"],
  }),
  base_url: optional(httpUrl(), {
    description: "Where Langfuse runs.",
    expected: "an http or https URL",
    examples: ["https://cloud.langfuse.com"],
  }),
});

const EXPORTERS = optional(
  z.strictObject({
    otlp: optional(z.union([z.boolean(), z.array(OTLP_ENDPOINT)]), {
      description:
        "`true` exports as the OTEL_* variables say, `false` does not; a list names more destinations in addition.",
      expected: `${SWITCH}, or a list of maps with an endpoint`,
      default: true,
    }),
    console: optional(z.boolean(), {
      description:
        "Draws each trace as a tree with tokens and dollars on stderr; left out, it does so if spans go nowhere else.",
      expected: SWITCH,
    }),
    file: optional(z.string().check(z.minLength(1)), {
      description: "Appends spans to this file, one line of OTLP JSON a batch. Relative to this configuration file.",
      expected: "the path of a file",
      examples: ["./outlay.jsonl"],
    }),
    langfuse: optional(z.union([z.boolean(), LANGFUSE]), {
      description: "`false` keeps spans from Langfuse; keys given here win over the LANGFUSE_* variables.",
      expected: `${SWITCH}, or a map with public_key, secret_key and base_url`,
      default: true,
      secret: true,
    }),
  }),
  { description: "Where spans go; several at once.", expected: "a map" },
);

const PRICING = optional(
  z.strictObject({
    overrides: optional(z.looseObject({}), {
      description: "Your own prices, above every other source, in the form of a price file.",
      expected: "a map with aliases, models, tenants, calendars or currency",
      examples: [{ models: [{ model: "gpt-5*", multiplier: 0.85 }] }],
    }),
    file: optional(z.string().check(z.minLength(1)), {
      description: "A price file (JSON or YAML). Relative to this configuration file.",
      expected: "the path of a file",
      examples: ["./prices.json"],
    }),
  }),
  { description: "Prices of your own.", expected: "a map" },
);

const WEBHOOK = z.strictObject({
  webhook: setting(httpUrl().check(z.refine(hasNoUser)), {
    description: "URL that alerts are posted to, signed as Standard Webhooks says.",
    expected: "an http or https URL without user and password",
    examples: ["https://ops.example.com/outlay"],
  }),
  secret: setting(z.string().check(z.regex(SECRET), z.refine(isSigningKey)), {
    description: "Signing key: whsec_ and the base64 of 24 to 64 bytes; keep it in the environment.",
    expected: "whsec_ and the base64 of 24 to 64 bytes",
    examples: ["${FINOPS_WEBHOOK_SECRET}"],
  }),
});

/** Any name but those of {@link ALWAYS_TOLD}. */
const CHANNEL_NAME = new RegExp(`^(?!(?:${ALWAYS_TOLD.join("|")})$)`);

const CHANNELS = optional(
  z.record(
    setting(z.string().check(z.regex(CHANNEL_NAME)), {
      description: "Name that budgets use.",
      expected: `a name other than ${ALWAYS_TOLD.join(", ")}, which are told of every alert`,
    }),
    setting(
      z.union([
        WEBHOOK,
        z.strictObject({
          console: setting(z.literal(true), { description: "A line on stderr.", expected: "true" }),
        }),
      ]),
      { description: "One place.", expected: "a map with webhook and secret, or console: true", secret: true },
    ),
  ),
  { description: "Places that budget alerts can be sent to, by name.", expected: "a map of names and channels" },
);

/** Everything that `outlay.config.yaml` may say. */
export const FILE_SCHEMA: z.ZodMiniType<FileSettings> = setting(
  z.strictObject({
    version: optional(z.literal(1), {
      description: "Version of this format; write it, so that later versions can read the file.",
      expected: "1",
      default: 1,
    }),
    mode: optional(z.enum(MODES), {
      description: "What budgets may do: observe tells; shadow and enforce are not part of this version.",
      expected: oneOf(MODES),
      default: DEFAULTS.mode,
    }),
    semconv: optional(z.enum(SEMCONV_DIALECTS), {
      description: "Release of the GenAI conventions that attributes are named by.",
      expected: oneOf(SEMCONV_DIALECTS),
      default: DEFAULTS.semconv,
    }),
    content: CONTENT,
    instrumentations: INSTRUMENTATIONS,
    exporters: EXPORTERS,
    baggage: optional(
      z.strictObject({
        keys: names({
          description: "Entries from other services that count as attributes; whoever calls you can write them.",
          examples: [["user.id"]],
        }),
      }),
      { description: "W3C baggage.", expected: "a map" },
    ),
    metrics: optional(
      z.strictObject({
        attributes: names({
          description: "Attributes from `withAttributes` that metrics carry; each value makes a series of its own.",
          examples: [["team.id"]],
        }),
      }),
      { description: "Metrics.", expected: "a map" },
    ),
    pricing: PRICING,
    channels: CHANNELS,
    budgets: z.optional(BUDGETS),
  }),
  { description: "Configuration of Outlay.", expected: "a map of settings" },
);
