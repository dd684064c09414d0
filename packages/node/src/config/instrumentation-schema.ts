// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { oneOf } from "./env-table.ts";
import type { InstrumentationSettings, McpSettings, OpenAISettings, SdkSettings } from "./file-settings.ts";
import { DEFAULT_CONFIG, HOST, MCP_PROPAGATIONS, STREAM_USAGES } from "./outlay-config.ts";
import { INSTRUMENTATION_NAMES, SDK_TABLE } from "./sdk-table.ts";
import type { InstrumentationName } from "./sdk-table.ts";
import { optional, setting } from "./setting.ts";

/** As in `server.address`, with `server.port` if it has one of its own. */
const HOST_AND_PORT = new RegExp(`${HOST.source.replace(/\$$/, "")}(?::\\d{1,5})?$`);

const ENABLED = { description: "Whether calls of this SDK are traced.", expected: "true or false", default: true };

const OPENAI: z.ZodMiniType<OpenAISettings> = z.strictObject({
  enabled: optional(z.boolean(), ENABLED),
  stream_usage: optional(z.enum(STREAM_USAGES), {
    description:
      "Whether streaming chat completions ask OpenAI for the token counts that it otherwise leaves out; " +
      "the chunk that this adds is kept from the program.",
    expected: oneOf(STREAM_USAGES),
    default: DEFAULT_CONFIG.instrumentations.openai.streamUsage,
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
  hosts: optional(
    z.record(
      setting(z.string().check(z.regex(HOST_AND_PORT)), {
        description: "Host name, or host name and port.",
        expected: "a host name without scheme or path",
      }),
      setting(z.string().check(z.minLength(1)), {
        description: "Its `gen_ai.provider.name`: prices are looked up by it.",
        expected: "the name of a provider",
      }),
    ),
    {
      description: "Who answers at hosts of your own; well-known hosts are told apart without.",
      expected: "a map of host names and providers",
      default: {},
      examples: [{ "llm.example.com": "vllm", "localhost:4000": "litellm" }],
    },
  ),
});

const MCP: z.ZodMiniType<McpSettings> = z.strictObject({
  enabled: optional(z.boolean(), ENABLED),
  propagation: optional(z.enum(MCP_PROPAGATIONS), {
    description:
      "Whether MCP requests carry the trace's context to the other side, in `params._meta`; a context that arrives is " +
      "always taken up.",
    expected: oneOf(MCP_PROPAGATIONS),
    default: DEFAULT_CONFIG.instrumentations.mcp.propagation,
  }),
});

const SETTLED: Readonly<Partial<Record<InstrumentationName, z.ZodMiniType<SdkSettings>>>> = {
  openai: OPENAI,
  mcp: MCP,
};

/** A schema each: what a setting is told about belongs to its schema, and each SDK's name says something else. */
function sdkSchema(name: InstrumentationName): z.ZodMiniType<SdkSettings> {
  return SETTLED[name] ?? z.strictObject({ enabled: optional(z.boolean(), ENABLED) });
}

const SDKS = Object.fromEntries(
  INSTRUMENTATION_NAMES.map((name) => [
    name,
    optional(sdkSchema(name), { description: SDK_TABLE[name].doc, expected: "a map" }),
  ]),
);

/** Which SDKs are traced, and how. */
export const INSTRUMENTATIONS: z.ZodMiniOptional<z.ZodMiniType<InstrumentationSettings>> = optional(
  z.strictObject(SDKS) as z.ZodMiniType<InstrumentationSettings>,
  { description: "Which SDKs are traced, and how.", expected: "a map" },
);
