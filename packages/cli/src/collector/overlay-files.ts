// SPDX-License-Identifier: Apache-2.0
import { OUTLAY } from "@outlay/semconv";

import { yamlText } from "./collector-file.ts";
import type { CollectorFile } from "./collector-file.ts";
import { DURABLE } from "./exporters.ts";
import { extensions, MEMORY_LIMITER, OWN_METRICS, RECEIVERS } from "./intake.ts";
import { anyOf, attribute, isThere } from "./ottl.ts";

/** Keeps what is worth looking at; counters were cut before. */
export function samplingFile(): CollectorFile {
  const ottl = (name: string, condition: string): object => ({
    name,
    type: "ottl_condition",
    ottl_condition: { error_mode: "ignore", span: [condition] },
  });
  const value = {
    processors: {
      tail_sampling: {
        decision_wait: "${env:OUTLAY_DECISION_WAIT:-30s}",
        num_traces: 50_000,
        policies: [
          { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
          ottl(
            "denied-or-over-budget",
            anyOf([isThere(attribute(OUTLAY.BUDGET_DECISION)), isThere(attribute(OUTLAY.BREAKER_NAME))]),
          ),
          ottl("expensive", `${attribute(OUTLAY.COST_TOTAL_USD)} >= \${env:OUTLAY_EXPENSIVE_USD:-0.5}`),
          ottl("unpriced", `${attribute(OUTLAY.COST_STATUS)} == "unpriced"`),
          {
            name: "the-rest",
            type: "probabilistic",
            probabilistic: { sampling_percentage: "${env:OUTLAY_SAMPLING_PERCENT:-10}" },
          },
        ],
      },
    },
    service: { pipelines: { "traces/keep": { processors: ["tail_sampling"] } } },
  };
  const head =
    "Keeps every trace with an error, a call that a budget or a breaker held back, an expensive or an unpriced call, and a share of the rest. All spans of a trace must come to the same Collector: see agent-loadbalancing.yaml. Until a trace is decided on, its spans are in memory only: the last seconds before a crash are lost.";
  return {
    path: "overlays/tail-sampling.yaml",
    text: yamlText(head, [
      { comment: "One call of half a dollar is expensive, unless OUTLAY_EXPENSIVE_USD says otherwise.", value },
    ]),
  };
}

/** Attributes with what people and models said, by their names in all dialects. */
const CONTENT =
  "^(?:gen_ai[.](?:input[.]messages|output[.]messages|system_instructions|prompt|completion|tool[.]definitions|tool[.]call[.](?:arguments|result))|gen_ai[.](?:prompt|completion)[.][0-9].*|llm[.](?:input_messages|output_messages|prompts|prompt_template|invocation_parameters|tools).*|input[.]value|output[.]value|ai[.](?:prompt|response[.](?:text|object|toolCalls|reasoning|files)|toolCall[.](?:args|result)|values?|embeddings?).*|traceloop[.]entity[.](?:input|output)|langfuse[.](?:observation|trace)[.](?:input|output)|embedding[.]embeddings.*|retrieval[.]documents.*|reranker[.](?:input|output)_documents.*)$$";

/** Keys of the usual vendors, tokens of the usual forms, addresses of people. */
const SECRETS = [
  "sk-[A-Za-z0-9_-]{16,}",
  "(?:pk|sk)-lf-[A-Za-z0-9-]{8,}",
  "AKIA[0-9A-Z]{16}",
  "AIza[0-9A-Za-z_-]{30,}",
  "gh[pousr]_[A-Za-z0-9]{30,}",
  "xox[abprs]-[A-Za-z0-9-]{10,}",
  "(?i)bearer [a-z0-9._~+/-]{16,}",
  "eyJ[A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}",
  "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+[.][A-Za-z]{2,}",
] as const;

/** Takes content out, and keys from what is left. */
export function redactionFile(): CollectorFile {
  const remove = (target: string): string => `delete_matching_keys(${target}, "${CONTENT}")`;
  const value = {
    processors: {
      "transform/content": {
        error_mode: "ignore",
        trace_statements: [
          { context: "span", statements: [remove("span.attributes")] },
          { context: "spanevent", statements: [remove("spanevent.attributes")] },
        ],
        log_statements: [
          {
            context: "log",
            statements: [
              remove("log.attributes"),
              `set(log.body, "redacted") where IsMatch(log.event_name, "^gen_ai[.]")`,
            ],
          },
        ],
      },
      redaction: { allow_all_keys: true, blocked_values: SECRETS, summary: "silent" },
    },
    service: {
      pipelines: {
        "traces/in": { processors: ["memory_limiter", "transform/outlay", "transform/content", "redaction"] },
        "logs/backend": { processors: ["memory_limiter", "transform/content", "redaction"] },
      },
    },
  };
  const head =
    "Takes prompts, answers, tool arguments and results out of spans, events and logs, and masks keys and mail addresses in whatever attribute they are. Counts of tokens stay: no pattern here looks at names with token in them.";
  return {
    path: "overlays/redaction.yaml",
    text: yamlText(head, [{ comment: "After the costs, which are read from some of it.", value }]),
  };
}

/** The tier in front of several gateways: all spans of a trace go to one of them. */
export function loadBalancingFile(): CollectorFile {
  const { retry_on_failure, sending_queue } = DURABLE;
  const value = {
    extensions: extensions("/var/lib/otelcol/outlay-agent"),
    receivers: RECEIVERS,
    processors: MEMORY_LIMITER,
    exporters: {
      load_balancing: {
        routing_key: "traceID",
        protocol: { otlp: { tls: { insecure: true }, sending_queue: { enabled: false } } },
        resolver: {
          dns: { hostname: "${env:OUTLAY_GATEWAYS:-outlay-gateway}", port: "${env:OUTLAY_GATEWAY_PORT:-4317}" },
        },
        retry_on_failure,
        sending_queue,
      },
    },
    service: {
      extensions: ["health_check", "file_storage/queue"],
      telemetry: OWN_METRICS,
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["memory_limiter"], exporters: ["load_balancing"] },
      },
    },
  };
  const head =
    "In front of several gateways: every span of a trace goes to the same one, so that tail sampling sees whole traces. OUTLAY_GATEWAYS is a name that resolves to all of them, such as a headless service of Kubernetes. The connection to them is not encrypted here.";
  return {
    path: "agent-loadbalancing.yaml",
    text: yamlText(head, [{ comment: "Costs are worked out by the gateways, not here.", value }]),
  };
}
