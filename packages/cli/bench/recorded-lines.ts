// SPDX-License-Identifier: Apache-2.0
// Lines as exporters write them: agents with calls and tools, each call with the attributes and the cost that Outlay puts
// on it. Run as a program it writes so many megabytes: node recorded-lines.ts 1000 | outlay report -

const SPANS_A_LINE = 64;
const STEPS = 7;
const START_MS = Date.parse("2026-11-01T00:00:00Z");
const MODELS = [
  { provider: "anthropic", model: "claude-sonnet-4-6" },
  { provider: "openai", model: "gpt-5-mini" },
  { provider: "anthropic", model: "claude-haiku-4-5" },
] as const;

type Value = string | number | boolean | readonly string[];

/** Line number `index` of a recording that never ends; every agent is a session of its own. */
export function recordedLine(index: number): string {
  const spans = Array.from({ length: SPANS_A_LINE }, (_, place) => spanAt(index * SPANS_A_LINE + place));
  const scope = { name: "@outlay/instrumentation-anthropic", version: "0.0.0" };
  const resource = { attributes: attributes({ "service.name": "agents" }), droppedAttributesCount: 0 };
  return `${JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] })}\n`;
}

/** Calls, tools and the agent around them, children first. */
function spanAt(index: number): object {
  const agent = Math.floor(index / (STEPS + 1));
  const step = index % (STEPS + 1);
  const startMs = START_MS + agent * 1_000 + step * 100;
  const isAgent = step === STEPS;
  const kind = isAgent ? 1 : step % 2 === 0 ? 3 : 1;
  return {
    traceId: hex(agent, 32),
    spanId: hex(index + 1, 16),
    ...(!isAgent && { parentSpanId: hex(agent * (STEPS + 1) + STEPS + 1, 16) }),
    name: kind === 3 ? "chat" : isAgent ? "invoke_agent" : "execute_tool",
    kind,
    startTimeUnixNano: String(BigInt(startMs) * 1_000_000n),
    endTimeUnixNano: String(BigInt(startMs + 90) * 1_000_000n),
    attributes: attributes({
      ...(kind === 3 ? callAttributes(index) : isAgent ? AGENT : toolAttributes(index)),
      "session.id": `session-${agent}`,
      "user.id": `user-${agent % 1_000}`,
      "team.id": `team-${agent % 12}`,
      feature: `feature-${agent % 30}`,
    }),
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0 },
    flags: 257,
  };
}

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "on-call" };

function toolAttributes(index: number): Readonly<Record<string, Value>> {
  return {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": `tool_${index % 9}`,
    "gen_ai.tool.call.id": `toolu_${hex(index, 24)}`,
  };
}

function callAttributes(index: number): Readonly<Record<string, Value>> {
  const { provider, model } = MODELS[index % MODELS.length] ?? MODELS[0];
  const input = 2_000 + (index % 5_000);
  const usd = input * 1e-6 + 0.0005;
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": provider,
    "gen_ai.request.model": model,
    "server.address": "api.anthropic.com",
    "server.port": 443,
    "gen_ai.request.max_tokens": 1024,
    "outlay.usage.status": "reported",
    "gen_ai.response.id": `msg_${hex(index, 24)}`,
    "gen_ai.response.model": model,
    "outlay.response.service_tier": "standard",
    "gen_ai.usage.input_tokens": input,
    "gen_ai.usage.output_tokens": 100,
    "gen_ai.usage.cache_read.input_tokens": 1_024,
    "gen_ai.usage.cache_creation.input_tokens": 0,
    "gen_ai.usage.reasoning.output_tokens": 0,
    "outlay.usage.uncached_input_tokens": input - 1_024,
    "outlay.usage.cache_write_5m_tokens": 0,
    "outlay.usage.cache_write_1h_tokens": 0,
    "gen_ai.response.finish_reasons": ["tool_use"],
    "outlay.response.region": "global",
    "anthropic.request.id": `req_${hex(index, 28)}`,
    // Every third call was recorded without Outlay and is priced when it is read.
    ...(index % 3 !== 0 && {
      "outlay.cost.status": "priced",
      "outlay.cost.table_version": "2026-11-26.8d026cd6",
      "gen_ai.usage.cost": usd,
      "outlay.cost.total_usd": usd,
      "outlay.cost.total_nano_usd": Math.ceil(usd * 1e9),
      "outlay.cost.source": "overlay",
      "outlay.cost.model": model,
      "outlay.cost.model_source": "response",
      "outlay.cost.uncached_input_usd": input * 1e-6,
      "outlay.cost.cache_read_usd": 0.000_307_2,
      "outlay.cost.output_usd": 0.0005,
      "outlay.cost.cache_saved_usd": 0.002_764_8,
    }),
  };
}

function attributes(values: Readonly<Record<string, Value>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => {
    if (typeof value === "string") return { key, value: { stringValue: value } };
    if (typeof value === "boolean") return { key, value: { boolValue: value } };
    if (typeof value === "object")
      return { key, value: { arrayValue: { values: value.map((item) => ({ stringValue: item })) } } };
    return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
  });
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** Writes lines until there are so many bytes, no faster than they are read. */
async function write(bytes: number): Promise<void> {
  let written = 0;
  for (let index = 0; written < bytes; index += 1) {
    const line = recordedLine(index);
    written += line.length;
    if (!process.stdout.write(line)) await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
  }
}

if (import.meta.main) await write(Number(process.argv[2] ?? 100) * 1e6);
