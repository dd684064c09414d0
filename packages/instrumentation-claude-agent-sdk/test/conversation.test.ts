// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";

import type * as claude from "@anthropic-ai/claude-agent-sdk";
import { SpanKind, context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { createPriceEngine } from "@outlay/pricing";
import type { ReadableSpanLike } from "@outlay/semconv";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { ClaudeAgentInstrumentation } from "../src/index.ts";
import { assistant, init, result, toolResult, totals } from "./script.ts";

type Query = typeof claude.query;
type Options = NonNullable<Parameters<Query>[0]["options"]>;

const CLAUDE = fileURLToPath(new URL("apps/claude.mjs", import.meta.url));
const SONNET = "claude-sonnet-4-6";
const CLIENT: number = SpanKind.CLIENT;

let telemetry: Telemetry;
let instrumentation: ClaudeAgentInstrumentation;
let query: Query;
let operations: Operation[];
let stop: () => void;
let sessions = 0;
let session: string;

beforeAll(() => {
  telemetry = startTelemetry();
  instrumentation = new ClaudeAgentInstrumentation();
});
afterAll(async () => {
  instrumentation.disable();
  await telemetry.shutdown();
});
beforeEach(async () => {
  operations = [];
  stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
  session = `session-${(sessions += 1)}`;
  await telemetry.clear();
});
afterEach(() => stop());

function ask(
  turns: readonly (readonly object[])[],
  options: Options = {},
  env: Record<string, string> = {},
): ReturnType<Query> {
  return query({
    prompt: turns.length === 1 ? "hello" : prompts(turns.length),
    options: {
      pathToClaudeCodeExecutable: CLAUDE,
      executable: "node",
      env: { PATH: process.env["PATH"], CLAUDE_TURNS: JSON.stringify(turns), ...env },
      ...options,
    },
  });
}

async function* prompts(number: number): AsyncGenerator<{
  type: "user";
  session_id: string;
  parent_tool_use_id: null;
  message: { role: "user"; content: string };
}> {
  for (let index = 0; index < number; index += 1) {
    yield { type: "user", session_id: session, parent_tool_use_id: null, message: { role: "user", content: "hello" } };
  }
}

async function read(messages: AsyncIterable<unknown>): Promise<string[]> {
  const types: string[] = [];
  for await (const message of messages) types.push(String(Reflect.get(Object(message), "type")));
  return types;
}

/** Spans as an indented tree of names, in the order they started. */
async function tree(): Promise<string[]> {
  const spans = [...(await telemetry.spans())];
  const depth = (span: ReadableSpanLike): number => {
    const parent = spans.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId);
    return parent === undefined ? 0 : depth(parent) + 1;
  };
  const startOf = ({ startTime: [seconds, nanoseconds] }: ReadableSpanLike): number => seconds * 1e9 + nanoseconds;
  const ordered = spans.toSorted((left, right) => depth(left) - depth(right) || startOf(left) - startOf(right));
  return ordered.map((span) => `${"  ".repeat(depth(span))}${span.name}`);
}

const PROMPT = { input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 100, cache_read_input_tokens: 0 };
const TEXT = { type: "text", text: "done" };

describe.each(["@anthropic-ai/claude-agent-sdk", "claude-agent-sdk-oldest"])("%s, ESM", (name) => {
  beforeAll(async () => {
    ({ query } = (await import(name)) as typeof claude);
  });

  describe("a turn", () => {
    it("is an agent with its tools, sub-agents and what its models used", async () => {
      const agent = {
        type: "tool_use",
        id: "t1",
        name: "Task",
        input: { subagent_type: "searcher", prompt: "find it" },
      };
      const grep = { type: "tool_use", id: "t2", name: "Grep", input: { pattern: "secret" } };
      await read(
        ask([
          [
            init(session),
            assistant(session, "m1", TEXT, PROMPT),
            assistant(session, "m1", agent, PROMPT),
            assistant(session, "m2", grep, { ...PROMPT, cache_read_input_tokens: 50 }, "t1"),
            toolResult(session, "t2", "a secret line", false, "t1"),
            toolResult(session, "t1", "found"),
            assistant(session, "m3", TEXT, { ...PROMPT, cache_creation_input_tokens: 0, cache_read_input_tokens: 110 }),
            result(session, {
              [SONNET]: totals({
                inputTokens: 40,
                outputTokens: 300,
                cacheReadInputTokens: 160,
                cacheCreationInputTokens: 200,
              }),
              "claude-haiku-4-5": totals({ inputTokens: 7, outputTokens: 3 }),
            }),
          ],
        ]),
      );

      // invoke_agent claude-code
      // ├─ execute_tool Task
      // │  └─ invoke_agent searcher
      // │     └─ execute_tool Grep
      // ├─ chat claude-sonnet-4-6
      // └─ chat claude-haiku-4-5
      expect((await tree()).toSorted()).toEqual(
        [
          "invoke_agent claude-code",
          "  chat claude-sonnet-4-6",
          "  chat claude-haiku-4-5",
          "  execute_tool Task",
          "    invoke_agent searcher",
          "      execute_tool Grep",
        ].toSorted(),
      );
      const spans = await telemetry.spans();
      const grepSpan = spans.find(({ name }) => name === "execute_tool Grep");
      expect(grepSpan?.attributes).toMatchObject({
        "gen_ai.tool.call.id": "t2",
        "outlay.tool.arguments_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
        "outlay.tool.result_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
      });
      expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain("secret");
      for (const { kind, attributes } of spans) {
        if (kind === CLIENT) expect(attributes["gen_ai.conversation.id"]).toBe(session);
        else expect(Object.keys(attributes).filter((key) => key.includes(".usage."))).toEqual([]);
      }
      expect(operations).toMatchObject([
        {
          provider: "anthropic",
          requestModel: SONNET,
          usage: { inputTokens: 400, outputTokens: 300, cacheReadTokens: 160, cacheWriteTokens: 200 },
          callCount: 3,
          attributes: { "gen_ai.conversation.id": session, "gen_ai.agent.name": "claude-code" },
        },
        { requestModel: "claude-haiku-4-5", usage: { inputTokens: 7, outputTokens: 3 }, callCount: 1 },
      ]);
    });

    it("is priced by its passes: no prompt looks longer than it was", async () => {
      // Twenty prompts of 150,000 tokens read: 3 million in sum, and none above the 200,000 from which Sonnet 4.5 costs more.
      const model = "claude-sonnet-4-5";
      const answers = Array.from({ length: 20 }, (_, index) => {
        const usage = {
          input_tokens: 0,
          output_tokens: 1,
          cache_read_input_tokens: 150_000,
          cache_creation_input_tokens: 0,
        };
        const message = assistant(session, `m${index}`, TEXT, usage) as { message: object };
        return { ...message, message: { ...message.message, model } };
      });
      await read(
        ask([
          [
            init(session),
            ...answers,
            result(session, { [model]: totals({ outputTokens: 1000, cacheReadInputTokens: 3_000_000 }) }),
          ],
        ]),
      );

      const [operation] = operations;
      if (operation === undefined) throw new Error("nothing was billed");
      // $0.30 for a million read, $15 for a million out.
      expect(createPriceEngine().price(operation)).toMatchObject({
        status: "priced",
        totalPicoUsd: 3_000_000 * 300_000 + 1000 * 15_000_000,
      });
      expect(operation.callCount).toBe(20);
    });

    it("is billed once, though results carry the sum of the conversation", async () => {
      const first = { inputTokens: 10, outputTokens: 5 };
      const second = {
        inputTokens: 30,
        outputTokens: 25,
        cacheReadInputTokens: 8,
        cacheCreationEphemeral1hInputTokens: 4,
        cacheCreationInputTokens: 4,
      };
      await read(
        ask([
          [init(session), result(session, { [SONNET]: totals(first) })],
          [result(session, { [SONNET]: totals(second) })],
        ]),
      );

      expect(operations.map(({ usage }) => usage)).toEqual([
        { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 },
        { inputTokens: 32, outputTokens: 20, cacheReadTokens: 8, cacheWriteTokens: 4, cacheWrite1hTokens: 4 },
      ]);
      expect(await tree()).toEqual([
        "invoke_agent claude-code",
        "invoke_agent claude-code",
        `  chat ${SONNET}`,
        `  chat ${SONNET}`,
      ]);
    });

    it("after the sum began anew is all new", async () => {
      await read(
        ask([
          [init(session), result(session, { [SONNET]: totals({ inputTokens: 100, outputTokens: 50 }) })],
          [result(session, { [SONNET]: totals({ inputTokens: 20, outputTokens: 5 }) })],
        ]),
      );
      expect(operations.map(({ usage }) => usage?.inputTokens)).toEqual([100, 20]);
    });

    it("of a session that is resumed is billed without the turns before it", async () => {
      await read(ask([[init(session), result(session, { [SONNET]: totals({ inputTokens: 100, outputTokens: 50 }) })]]));
      await read(
        ask([[init(session), result(session, { [SONNET]: totals({ inputTokens: 130, outputTokens: 60 }) })]], {
          resume: session,
        }),
      );
      expect(operations.map(({ usage }) => usage?.outputTokens)).toEqual([50, 10]);
    });

    it("of a session that another process began is billed by what was seen, as partial", async () => {
      await read(
        ask(
          [
            [
              init(session),
              assistant(session, "m1", TEXT, PROMPT),
              result(session, { [SONNET]: totals({ inputTokens: 900, outputTokens: 800 }) }),
            ],
          ],
          {
            resume: session,
          },
        ),
      );
      expect(operations).toMatchObject([
        { usageStatus: "partial", usage: { inputTokens: 110, cacheWriteTokens: 100 } },
      ]);
      expect(operations[0]?.usage).not.toHaveProperty("outputTokens");
    });

    it("served by a platform is that provider's bill", async () => {
      const model = "us.anthropic.claude-sonnet-4-6";
      const usage = totals({ inputTokens: 5, outputTokens: 5, provider: "bedrock", canonicalModel: SONNET });
      await read(ask([[init(session), result(session, { [model]: usage })]]));
      expect(operations).toMatchObject([{ provider: "aws.bedrock", requestModel: SONNET, responseModel: model }]);
    });
  });

  describe("a conversation that does not end well", () => {
    it("types the agent's span by what the result says", async () => {
      const failed = result(
        session,
        { [SONNET]: totals({ inputTokens: 5 }) },
        { subtype: "error_max_turns", is_error: true, errors: [] },
      );
      await Promise.allSettled([read(ask([[init(session), failed]]))]);
      const agent = (await telemetry.spans()).find(({ name }) => name === "invoke_agent claude-code");
      expect(agent?.attributes["error.type"]).toBe("error_max_turns");
      expect(operations).toHaveLength(1);
    });

    it("bills the prompts that were seen when Claude Code dies, and closes what is open", async () => {
      const tool = { type: "tool_use", id: "t1", name: "Bash", input: { command: "ls" } };
      const turn = [init(session), assistant(session, "m1", tool, PROMPT)];
      await Promise.allSettled([read(ask([turn], {}, { CLAUDE_DIES: "true" }))]);
      expect((await tree()).toSorted()).toEqual([
        "  chat claude-sonnet-4-6",
        "  execute_tool Bash",
        "invoke_agent claude-code",
      ]);
      expect(operations).toMatchObject([{ usageStatus: "partial", usage: { inputTokens: 110 } }]);
    });

    it("ends its spans when the reader breaks off", async () => {
      const messages = ask([[init(session), assistant(session, "m1", TEXT, PROMPT), result(session, {})]]);
      for await (const message of messages) if (message.type === "assistant") break;
      expect(await tree()).toEqual(["invoke_agent claude-code", `  chat ${SONNET}`]);
    });
  });

  describe("the SDK's own object", () => {
    it("comes back with every message and its methods, read by hand or by a loop", async () => {
      const turns = [
        [
          init(session),
          assistant(session, "m1", TEXT, PROMPT),
          result(session, { [SONNET]: totals({ inputTokens: 110, outputTokens: 1 }) }),
        ],
      ];
      const byHand = ask(turns);
      expect(typeof byHand.interrupt).toBe("function");
      const types: string[] = [];
      for (let step = await byHand.next(); step.done !== true; step = await byHand.next()) types.push(step.value.type);
      expect(types).toEqual(["system", "assistant", "result"]);
      expect(operations).toHaveLength(1);
    });

    it("is left alone while tracing is off or suppressed", async () => {
      const turns = [[init(session), result(session, { [SONNET]: totals({ inputTokens: 1 }) })]];
      await read(context.with(suppressTracing(context.active()), () => ask(turns)));
      instrumentation.disable();
      await read(ask(turns));
      instrumentation.enable();
      expect([await tree(), operations]).toEqual([[], []]);
    });
  });
});
