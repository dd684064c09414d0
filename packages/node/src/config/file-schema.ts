// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { BREAKERS } from "./breaker-schema.ts";
import { BUDGETS } from "./budget-schema.ts";
import { CHANNELS } from "./channel-schema.ts";
import { ENFORCEMENT_SECTIONS, UNPRICED } from "./enforcement-schema.ts";
import { INSTRUMENTATIONS } from "./instrumentation-schema.ts";
import { oneOf } from "./env-table.ts";
import type { FileSettings } from "./file-settings.ts";
import {
  CONTENT_CAPTURES,
  CONTENT_LENGTHS,
  DEFAULT_CONFIG,
  MIN_KEY_LENGTH,
  MODES,
  OTLP_PROTOCOLS,
  PROMPT_FINGERPRINTS,
  SEMCONV_DIALECTS,
} from "./outlay-config.ts";
import { OUTCOMES } from "./outcome-schema.ts";
import { REFRESH } from "./refresh-schema.ts";
import { optional, setting } from "./setting.ts";
import type { Setting } from "./setting.ts";
import { STORE } from "./store-schema.ts";

const DEFAULTS = DEFAULT_CONFIG;
const SWITCH = "true or false";

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

const FINGERPRINTS = optional(
  z.strictObject({
    prompts: optional(z.union([z.enum(PROMPT_FINGERPRINTS), z.boolean()]), {
      description:
        "Whether prompts are compared by keyed hashes, which tells why caches broke, what was sent again, what goes round in circles; span has the hashes on spans, for reports.",
      expected: `${oneOf(PROMPT_FINGERPRINTS)}, or true or false`,
      default: DEFAULTS.fingerprints.prompts,
    }),
    key: optional(z.string().check(z.minLength(MIN_KEY_LENGTH)), {
      description: "Key of the hashes, for processes whose hashes are to be compared; keep it in the environment.",
      expected: `text of at least ${MIN_KEY_LENGTH} characters`,
      examples: ["${OUTLAY_FINGERPRINT_KEY}"],
      secret: true,
    }),
  }),
  { description: "Hashes of what is sent; never what it says.", expected: "a map" },
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
    unpriced: optional(UNPRICED, {
      description: "Calls of models without a price, under a cap in US dollars, where budgets act.",
      expected: "block, count, or assume: { usd_per_mtok: 15 }",
      default: DEFAULTS.enforcement.unpriced,
    }),
    refresh: optional(REFRESH, {
      description: "Downloads newer price tables, signed by somebody you trust. Off unless it is here.",
      expected: "a map with url and public_key, and every and cache_file if you like",
    }),
  }),
  { description: "Prices of your own.", expected: "a map" },
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
      description: "What budgets and breakers may do: observe tells, shadow also decides and tells, enforce acts.",
      expected: oneOf(MODES),
      default: DEFAULTS.mode,
    }),
    semconv: optional(z.enum(SEMCONV_DIALECTS), {
      description: "Release of the GenAI conventions that attributes are named by.",
      expected: oneOf(SEMCONV_DIALECTS),
      default: DEFAULTS.semconv,
    }),
    content: CONTENT,
    fingerprints: FINGERPRINTS,
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
    breakers: z.optional(BREAKERS),
    outcomes: z.optional(OUTCOMES),
    ...ENFORCEMENT_SECTIONS,
    store: STORE,
  }),
  { description: "Configuration of Outlay.", expected: "a map of settings" },
);
