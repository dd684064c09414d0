// SPDX-License-Identifier: Apache-2.0

/**
 * GenAI attribute names as released with OpenTelemetry semantic conventions v1.41.0, the last release that
 * carries them and the one every backend reads (November 2026).
 *
 * @see https://github.com/open-telemetry/semantic-conventions/tree/v1.41.0/docs/gen-ai
 */
export const GEN_AI = {
  OPERATION_NAME: "gen_ai.operation.name",
  PROVIDER_NAME: "gen_ai.provider.name",
  CONVERSATION_ID: "gen_ai.conversation.id",
  OUTPUT_TYPE: "gen_ai.output.type",
  REQUEST_MODEL: "gen_ai.request.model",
  REQUEST_MAX_TOKENS: "gen_ai.request.max_tokens",
  REQUEST_TEMPERATURE: "gen_ai.request.temperature",
  REQUEST_TOP_P: "gen_ai.request.top_p",
  REQUEST_TOP_K: "gen_ai.request.top_k",
  REQUEST_SEED: "gen_ai.request.seed",
  REQUEST_STOP_SEQUENCES: "gen_ai.request.stop_sequences",
  REQUEST_FREQUENCY_PENALTY: "gen_ai.request.frequency_penalty",
  REQUEST_PRESENCE_PENALTY: "gen_ai.request.presence_penalty",
  REQUEST_CHOICE_COUNT: "gen_ai.request.choice.count",
  REQUEST_STREAM: "gen_ai.request.stream",
  REQUEST_REASONING_LEVEL: "gen_ai.request.reasoning.level",
  REQUEST_ENCODING_FORMATS: "gen_ai.request.encoding_formats",
  EMBEDDINGS_DIMENSION_COUNT: "gen_ai.embeddings.dimension.count",
  RESPONSE_ID: "gen_ai.response.id",
  RESPONSE_MODEL: "gen_ai.response.model",
  RESPONSE_FINISH_REASONS: "gen_ai.response.finish_reasons",
  RESPONSE_TIME_TO_FIRST_CHUNK: "gen_ai.response.time_to_first_chunk",
  USAGE_INPUT_TOKENS: "gen_ai.usage.input_tokens",
  USAGE_OUTPUT_TOKENS: "gen_ai.usage.output_tokens",
  USAGE_CACHE_READ_INPUT_TOKENS: "gen_ai.usage.cache_read.input_tokens",
  USAGE_CACHE_CREATION_INPUT_TOKENS: "gen_ai.usage.cache_creation.input_tokens",
  USAGE_REASONING_OUTPUT_TOKENS: "gen_ai.usage.reasoning.output_tokens",
  /** Not in the conventions; what Langfuse, OpenLIT and Grafana read. USD, double. */
  USAGE_COST: "gen_ai.usage.cost",
  TOKEN_TYPE: "gen_ai.token.type",
  AGENT_ID: "gen_ai.agent.id",
  AGENT_NAME: "gen_ai.agent.name",
  AGENT_DESCRIPTION: "gen_ai.agent.description",
  WORKFLOW_NAME: "gen_ai.workflow.name",
  PROMPT_NAME: "gen_ai.prompt.name",
  TOOL_NAME: "gen_ai.tool.name",
  TOOL_TYPE: "gen_ai.tool.type",
  TOOL_DESCRIPTION: "gen_ai.tool.description",
  TOOL_CALL_ID: "gen_ai.tool.call.id",
  TOOL_CALL_ARGUMENTS: "gen_ai.tool.call.arguments",
  TOOL_CALL_RESULT: "gen_ai.tool.call.result",
  SYSTEM_INSTRUCTIONS: "gen_ai.system_instructions",
  INPUT_MESSAGES: "gen_ai.input.messages",
  OUTPUT_MESSAGES: "gen_ai.output.messages",
  TOOL_DEFINITIONS: "gen_ai.tool.definitions",
  OPENAI_API_TYPE: "openai.api.type",
  OPENAI_REQUEST_SERVICE_TIER: "openai.request.service_tier",
  OPENAI_RESPONSE_SERVICE_TIER: "openai.response.service_tier",
  OPENAI_RESPONSE_SYSTEM_FINGERPRINT: "openai.response.system_fingerprint",
  /** The name that Anthropic's SDK gives it on the spans it emits itself. */
  ANTHROPIC_REQUEST_ID: "anthropic.request.id",
} as const;

/** Attribute names of the Model Context Protocol, of the same release. */
export const MCP = {
  METHOD_NAME: "mcp.method.name",
  SESSION_ID: "mcp.session.id",
  RESOURCE_URI: "mcp.resource.uri",
  PROTOCOL_VERSION: "mcp.protocol.version",
  REQUEST_ID: "jsonrpc.request.id",
  RPC_STATUS_CODE: "rpc.response.status_code",
  NETWORK_TRANSPORT: "network.transport",
} as const;

/** Attributes of the general conventions that a provider call carries. */
export const SERVER = {
  ADDRESS: "server.address",
  PORT: "server.port",
  ERROR_TYPE: "error.type",
  HTTP_STATUS_CODE: "http.response.status_code",
  HTTP_RESEND_COUNT: "http.request.resend_count",
} as const;
