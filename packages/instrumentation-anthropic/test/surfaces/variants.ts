// SPDX-License-Identifier: Apache-2.0
import type { Variant } from "@outlay-test/conformance";
import { expect } from "vitest";

import { LOOKUP, USAGE, optionsOf, paramsOf } from "./messages.ts";
import type { Connect, MessagesOf } from "./messages.ts";

const ONE = {
  "gen_ai.usage.input_tokens": 4625,
  "gen_ai.usage.output_tokens": 70,
  "outlay.usage.status": "reported",
} as const;

/** What every version has. */
export function responseVariants(connect: Connect, messages: MessagesOf): Variant[] {
  return [
    {
      name: "withResponse()",
      run: async (provider, input) => {
        const promise = messages(connect(provider)).create(paramsOf(input), optionsOf(input));
        const { data, response } = await promise.withResponse();
        expect([data.type, response.status]).toEqual(["message", 200]);
      },
      spans: [ONE],
    },
    {
      name: "asResponse(), whose body stays the caller's",
      run: async (provider, input) => {
        const response = await messages(connect(provider)).create(paramsOf(input), optionsOf(input)).asResponse();
        expect(await response.json()).toMatchObject({ usage: USAGE });
      },
      spans: [{ "gen_ai.usage.input_tokens": undefined, "outlay.usage.status": "missing" }],
    },
    {
      name: "asResponse() after the answer was read",
      run: async (provider, input) => {
        const promise = messages(connect(provider)).create(paramsOf(input), optionsOf(input));
        await promise;
        expect((await promise.asResponse()).status).toBe(200);
      },
      spans: [ONE],
    },
  ];
}

/** The helper for streams; the beta had none at first. */
export function streamVariants(connect: Connect, messages: MessagesOf): Variant[] {
  return [
    {
      name: "the stream() helper, read by its final message",
      run: async (provider, input) => {
        const stream = messages(connect(provider)).stream(paramsOf(input), optionsOf(input));
        expect((await stream.finalMessage()).usage).toMatchObject({ output_tokens: USAGE.output_tokens });
      },
      spans: [{ ...ONE, "outlay.request.helper": "stream", "gen_ai.request.stream": true }],
    },
    {
      name: "the stream() helper, read by its events",
      run: async (provider, input) => {
        for await (const _ of messages(connect(provider)).stream(paramsOf(input), optionsOf(input))) void _;
      },
      spans: [{ ...ONE, "outlay.request.helper": "stream" }],
    },
    {
      name: "the stream() helper, aborted",
      aborts: true,
      run: async (provider, input) => {
        const stream = messages(connect(provider)).stream(paramsOf(input), optionsOf(input));
        stream.on("streamEvent", () => stream.abort());
        await expect(stream.done()).rejects.toThrow("aborted");
      },
      spans: [{ "gen_ai.usage.output_tokens": undefined, "outlay.operation.outcome": "aborted" }],
    },
  ];
}

/** What came between 0.51 and 0.137. */
export function newerVariants(connect: Connect, messages: MessagesOf): Variant[] {
  return [
    {
      name: "a client made by withOptions()",
      run: (provider, input) => {
        const client = connect(provider).withOptions({ timeout: 9000 });
        return messages(client).create(paramsOf(input), optionsOf(input));
      },
      spans: [ONE],
    },
    {
      name: "parse()",
      run: async (provider, input) => {
        const parsed = await messages(connect(provider)).parse(paramsOf(input), optionsOf(input));
        expect(parsed).toHaveProperty("parsed_output");
      },
      spans: [ONE],
    },
  ];
}

/** The loop over tools, of the beta. */
export function toolRunnerVariant(connect: Connect): Variant {
  const TURN = { "gen_ai.operation.name": "chat", "outlay.request.helper": "BetaToolRunner" };
  return {
    name: "toolRunner(), a span for every turn",
    // With fixed ids, which go back to the provider with the next turn.
    script: [
      { toolCalls: [{ name: "lookup", arguments: { city: "Paris" }, id: "toolu_1" }], fields: { id: "msg_1" } },
      { text: "Done." },
    ],
    run: async (provider, input) => {
      const tool = { ...LOOKUP, run: () => "large", parse: (value: unknown) => value };
      const params = { ...paramsOf(input), stream: false as const, tools: [tool] };
      const last = await connect(provider).beta.messages.toolRunner(params).runUntilDone();
      expect(last.content).toMatchObject([{ text: "Done." }]);
    },
    spans: [
      { ...TURN, "gen_ai.response.finish_reasons": ["tool_use"] },
      { ...TURN, "gen_ai.response.finish_reasons": ["end_turn"] },
    ],
  };
}
