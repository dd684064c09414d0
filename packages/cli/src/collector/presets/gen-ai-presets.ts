// SPDX-License-Identifier: Apache-2.0
import { GEN_AI, OUTLAY } from "@outlay/semconv";

import { allOf, attribute, first, isMissing, isThere, quoted, set } from "../ottl.ts";
import type { Ottl, StatementGroup } from "../ottl.ts";
import type { Preset } from "./preset.ts";

const status = attribute(OUTLAY.COST_STATUS);
const total = attribute(OUTLAY.COST_TOTAL_USD);
const [input, output] = [attribute(GEN_AI.USAGE_INPUT_TOKENS), attribute(GEN_AI.USAGE_OUTPUT_TOKENS)];

function onCalls(statements: readonly Ottl[]): StatementGroup {
  return { context: "span", conditions: [allOf([isThere(status), `${status} != "duplicate"`])], statements };
}

/** Fills an attribute that nobody has filled. */
function fill(name: string, value: Ottl, where?: Ottl): Ottl {
  const empty = isMissing(attribute(name));
  return set(attribute(name), value, where === undefined ? empty : allOf([empty, where]));
}

const BRAINTRUST: Preset = {
  name: "braintrust",
  title: "Braintrust",
  variables: { BRAINTRUST_API_KEY: "sk-…", BRAINTRUST_PARENT: "project_name:my-project" },
  notes:
    "GenAI spans. The cost becomes the metric estimated_cost of the span. BRAINTRUST_API_URL is https://api-eu.braintrust.dev for organizations in the EU, or the address of your own data plane.",
  read: [
    "https://braintrust.dev/docs/integrations/sdk-integrations/opentelemetry/send-traces-and-logs",
    "https://braintrust.dev/docs/kb/ingest-otlp-log-records-into-braintrust",
  ],
  exporter: {
    endpoint: "${env:BRAINTRUST_API_URL:-https://api.braintrust.dev}/otel",
    headers: {
      Authorization: "Bearer ${env:BRAINTRUST_API_KEY}",
      "x-bt-parent": "${env:BRAINTRUST_PARENT:-project_name:outlay}",
    },
  },
  only: "gen_ai",
  statements: [onCalls([fill("braintrust.metrics.estimated_cost", total)])],
};

const PHOENIX: Preset = {
  name: "phoenix",
  title: "Arize Phoenix",
  variables: { PHOENIX_COLLECTOR_ENDPOINT: "http://phoenix:6006" },
  notes:
    "GenAI spans, with the names of OpenInference beside ours; from 15.10.0 on Phoenix makes messages and tools of gen_ai.* itself. The cost is in llm.cost.total. Phoenix shows dollars from its own price table, so set Outlay's prices there for models whose sums differ. PHOENIX_API_KEY is needed where authentication is on, PHOENIX_PROJECT_NAME names the project.",
  read: [
    "https://arize.com/docs/phoenix/sdk-api-reference/python-packages/arize-phoenix-otel",
    "https://arize.com/docs/phoenix/tracing/how-to-tracing/cost-tracking",
    "https://arize.com/docs/phoenix/release-notes/05-2026/05-15-2026-otel-semconv-conversion.md",
  ],
  exporter: {
    endpoint: "${env:PHOENIX_COLLECTOR_ENDPOINT:-http://127.0.0.1:6006}",
    headers: { Authorization: "Bearer ${env:PHOENIX_API_KEY:-none}" },
  },
  only: "gen_ai",
  statements: [
    {
      context: "resource",
      statements: [
        'set(resource.attributes["openinference.project.name"], "${env:PHOENIX_PROJECT_NAME:-default}") where resource.attributes["openinference.project.name"] == nil',
      ],
    },
    onCalls([
      fill(
        "openinference.span.kind",
        quoted("EMBEDDING"),
        `${attribute(GEN_AI.OPERATION_NAME)} == ${quoted("embeddings")}`,
      ),
      fill("openinference.span.kind", quoted("LLM")),
      fill("llm.model_name", first([attribute(GEN_AI.RESPONSE_MODEL), attribute(GEN_AI.REQUEST_MODEL)])),
      fill("llm.provider", attribute(GEN_AI.PROVIDER_NAME)),
      fill("llm.token_count.prompt", input, `IsInt(${input})`),
      fill("llm.token_count.completion", output, `IsInt(${output})`),
      fill("llm.token_count.total", `${input} + ${output}`, `IsInt(${input}) and IsInt(${output})`),
      fill("llm.token_count.prompt_details.cache_read", attribute(GEN_AI.USAGE_CACHE_READ_INPUT_TOKENS)),
      fill("llm.token_count.prompt_details.cache_write", attribute(GEN_AI.USAGE_CACHE_CREATION_INPUT_TOKENS)),
      fill("llm.cost.total", total),
    ]),
  ],
};

const PROPERTY = "traceloop.association.properties.Helicone";

const HELICONE: Preset = {
  name: "helicone",
  title: "Helicone",
  variables: { HELICONE_API_KEY: "sk-helicone-…" },
  notes:
    "Calls only: Helicone makes a request of each span. Its endpoint for OTLP in protobuf is the one of its Python logger, and reads the names of OpenLLMetry, which are put beside ours. It prices prompt and completion tokens itself and is not told of cached ones, so its dollars are too high for cached calls; ours are the property Outlay-Cost-Usd. HELICONE_TRACES_ENDPOINT is https://eu.api.helicone.ai/v1/trace/log-python in the EU.",
  read: ["https://github.com/Helicone/helicone (valhalla/jawn: traceController.ts, traceManager.ts)"],
  exporter: {
    traces_endpoint: "${env:HELICONE_TRACES_ENDPOINT:-https://api.helicone.ai/v1/trace/log-python}",
    compression: "none",
    headers: { Authorization: "Bearer ${env:HELICONE_API_KEY}" },
  },
  only: "calls",
  statements: [
    onCalls([
      fill("gen_ai.system", attribute(GEN_AI.PROVIDER_NAME)),
      fill("gen_ai.response.model", attribute(GEN_AI.REQUEST_MODEL)),
      fill("llm.request.type", quoted("chat")),
      fill("gen_ai.usage.prompt_tokens", input, `IsInt(${input})`),
      fill("gen_ai.usage.completion_tokens", output, `IsInt(${output})`),
      fill("llm.usage.total_tokens", `${input} + ${output}`, `IsInt(${input}) and IsInt(${output})`),
      fill(`${PROPERTY}-User-Id`, attribute("user.id")),
      // It reads texts and whole numbers, and nothing else.
      fill(`${PROPERTY}-Property-Outlay-Cost-Usd`, `String(${total})`, isThere(total)),
    ]),
  ],
};

const DATADOG: Preset = {
  name: "datadog",
  title: "Datadog",
  variables: { DD_API_KEY: "…", DD_SITE: "datadoghq.com" },
  notes:
    "GenAI spans, to LLM Observability, which reads gen_ai.* of the conventions 1.37 and later and shows dollars of its own beside outlay.cost.*. For APM use otelcol-contrib's datadog exporter in a pipeline that receives from forward/kept.",
  read: [
    "https://docs.datadoghq.com/llm_observability/instrumentation/otel_instrumentation",
    "https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/traces",
  ],
  exporter: {
    traces_endpoint: "${env:DD_OTLP_TRACES_ENDPOINT:-https://otlp.${env:DD_SITE:-datadoghq.com}/v1/traces}",
    headers: { "dd-api-key": "${env:DD_API_KEY}", "dd-otlp-source": "llmobs" },
  },
  only: "gen_ai",
};

/** Services for LLM applications: they take GenAI spans, under names of their own. */
export const GEN_AI_PRESETS: readonly Preset[] = [BRAINTRUST, PHOENIX, HELICONE, DATADOG];
