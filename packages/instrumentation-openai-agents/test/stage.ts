// SPDX-License-Identifier: Apache-2.0
import { spanTree, startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";
import { z } from "zod";

import { OpenAIAgentsInstrumentation } from "../src/index.ts";
import type { Build, Sdk } from "./load-sdk.ts";

/** Spans as tests look at them. */
export type SeenSpan = Awaited<ReturnType<Telemetry["spans"]>>[number];

type RunnerOf = InstanceType<Sdk["Runner"]>;
type AgentOf = InstanceType<Sdk["Agent"]>;

/** A program with OpenTelemetry, both instrumentations, and a provider to talk to; builds of the SDK come and go. */
export interface Stage {
  /** The build in use. */
  readonly sdk: Sdk;
  /** Loads a build, or takes one that is loaded: all of them have their spans in common. */
  use(build: Build): Promise<void>;
  readonly provider: FakeProvider;
  readonly telemetry: Telemetry;
  readonly openai: OpenAIInstrumentation;
  readonly instrumentation: OpenAIAgentsInstrumentation;
  /** Spans by their name. */
  named(name: string): Promise<SeenSpan[]>;
  runner(config?: object): RunnerOf;
  /** An agent with one tool, `add`. */
  calculator(execute?: (numbers: { a: number; b: number }) => unknown, options?: object): AgentOf;
  /** The spans as lines, indented by depth, siblings in the order they began. */
  tree(): Promise<string[]>;
  /** Spans that carry a bill. */
  billed(): Promise<SeenSpan[]>;
  close(): Promise<void>;
}

/** The model calls `add`. */
export const CALL_ADD = { toolCalls: [{ name: "add", arguments: { a: 1, b: 2 }, id: "call_1" }] };

/** What comes of {@link CALL_ADD} and an answer. */
export const CALCULATOR_TREE = [
  "invoke_workflow",
  "  invoke_agent calculator",
  "    step 1",
  "      chat gpt-5-mini",
  "      execute_tool add",
  "    step 2",
  "      chat gpt-5-mini",
];

/** Starts everything; builds are loaded while the instrumentations watch. */
export async function startStage(otelSdk: Parameters<typeof startTelemetry>[0] = "3.x"): Promise<Stage> {
  const telemetry = startTelemetry(otelSdk);
  const provider = await startFakeProvider();
  const openai = new OpenAIInstrumentation();
  const instrumentation = new OpenAIAgentsInstrumentation();
  let loaded: Sdk | undefined;
  const sdk = (): Sdk => {
    if (loaded === undefined) throw new TypeError("no build is in use");
    return loaded;
  };
  const named = async (name: string): Promise<SeenSpan[]> =>
    (await telemetry.spans()).filter((span) => span.name === name);
  return {
    get sdk() {
      return sdk();
    },
    async use(build) {
      loaded = await build.load();
      // The SDK's own export goes to OpenAI.
      loaded.setTraceProcessors([]);
      loaded.setTracingDisabled(true);
    },
    provider,
    telemetry,
    openai,
    instrumentation,
    named,
    runner(config = {}) {
      const { OpenAIProvider, Runner } = sdk();
      const modelProvider = new OpenAIProvider({ apiKey: "test", baseURL: provider.openaiBaseUrl });
      return new Runner({ modelProvider, ...config });
    },
    calculator(execute = ({ a, b }) => String(a + b), options = {}) {
      const { Agent, tool } = sdk();
      const parameters = z.object({ a: z.number(), b: z.number() });
      const add = tool({ name: "add", description: "Adds", parameters, execute, ...options });
      return new Agent({ name: "calculator", model: "gpt-5-mini", tools: [add] });
    },
    tree: async () => spanTree(await telemetry.spans()),
    billed: async () =>
      (await telemetry.spans()).filter(({ attributes }) => attributes["gen_ai.usage.input_tokens"] !== undefined),
    async close() {
      instrumentation.disable();
      openai.disable();
      await provider.close();
      await telemetry.shutdown();
    },
  };
}
