// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";
import { describeInstrumentation } from "@outlay-test/conformance";
import type { Subject, Surface, Variant } from "@outlay-test/conformance";

import { AnthropicInstrumentation, disableNativeTracing } from "../src/index.ts";
import { BUILDS, LOOKUP, messagesSurface, optionsOf, paramsOf, subjectOf } from "./subjects.ts";
import type { MessagesOf, SurfaceOptions } from "./subjects.ts";

type Connect = SurfaceOptions["connect"];

const ONE_CALL = { "gen_ai.usage.input_tokens": 4625, "gen_ai.usage.output_tokens": 70 };

function streamHelper(connect: Connect, messages: MessagesOf): readonly Variant[] {
  return [
    {
      name: "the stream helper, read by its final message",
      run: (provider, input) => messages(connect(provider)).stream(paramsOf(input), optionsOf(input)).finalMessage(),
      spans: [{ ...ONE_CALL, "outlay.request.helper": "stream", "gen_ai.request.stream": true }],
    },
    {
      name: "the stream helper, read by its events",
      run: async (provider, input) => {
        for await (const _ of messages(connect(provider)).stream(paramsOf(input), optionsOf(input))) void _;
      },
      spans: [{ ...ONE_CALL, "outlay.request.helper": "stream" }],
    },
  ];
}

function responses(connect: Connect, messages: MessagesOf): readonly Variant[] {
  return [
    {
      name: "withResponse()",
      run: (provider, input) => messages(connect(provider)).create(paramsOf(input), optionsOf(input)).withResponse(),
      spans: [ONE_CALL],
    },
    {
      name: "asResponse(), whose body is the caller's to read",
      run: async (provider, input) => {
        const response = await messages(connect(provider)).create(paramsOf(input), optionsOf(input)).asResponse();
        return response.json();
      },
      spans: [{ "gen_ai.usage.input_tokens": undefined, "outlay.usage.status": "missing" }],
    },
    {
      name: "asResponse() after the answer was parsed",
      run: async (provider, input) => {
        const promise = messages(connect(provider)).create(paramsOf(input), optionsOf(input));
        await promise;
        return promise.asResponse();
      },
      spans: [ONE_CALL],
    },
  ];
}

/** Since 0.51 clients make copies of themselves, parse answers and run tools. */
function newerVariants(connect: Connect, messages: MessagesOf): readonly Variant[] {
  return [
    {
      name: "a client made by withOptions()",
      run: (provider, input) => {
        const client = connect(provider).withOptions({ maxRetries: 0 });
        return messages(client).create(paramsOf(input), optionsOf(input));
      },
      spans: [ONE_CALL],
    },
    {
      name: "parse()",
      run: (provider, input) => messages(connect(provider)).parse(paramsOf(input), optionsOf(input)),
      spans: [ONE_CALL],
    },
  ];
}

const TOOL_RUNNER: (connect: Connect) => Variant = (connect) => ({
  name: "the tool runner, a span for every turn",
  // Ids that go back to the provider with the next turn.
  script: [
    { toolCalls: [{ name: "lookup", arguments: { city: "Paris" }, id: "toolu_1" }], fields: { id: "msg_1" } },
    { text: "Done." },
  ],
  run: (provider, input) => {
    const tool = { ...LOOKUP, run: () => "large", parse: (value: unknown) => value };
    const params = { ...paramsOf(input), stream: false as const, tools: [tool] };
    return connect(provider).beta.messages.toolRunner(params).runUntilDone();
  },
  spans: [
    { "gen_ai.response.finish_reasons": ["tool_use"], "outlay.request.helper": "BetaToolRunner" },
    { "gen_ai.response.finish_reasons": ["end_turn"], "outlay.request.helper": "BetaToolRunner" },
  ],
});

const plain: MessagesOf = (client) => client.messages;
const beta: MessagesOf = (client) => client.beta.messages as unknown as Anthropic["messages"];
const promptCaching: MessagesOf = (client) =>
  (client.beta as unknown as { readonly promptCaching: { readonly messages: Anthropic["messages"] } }).promptCaching
    .messages;

/** Before 0.33 the error that a stream carries reaches the caller without its type. */
const UNTYPED_STREAM_ERRORS = { streamError: "APIConnectionError" };

function surfacesOf(build: string): (connect: Connect) => readonly Surface[] {
  return (connect) => {
    const isNew = !/ 0\.(?:27|30)/.test(build);
    const errors = isNew ? {} : UNTYPED_STREAM_ERRORS;
    const apis: [string, MessagesOf][] = [["messages", plain]];
    if (!build.includes(" 0.27")) apis.push(["beta messages", beta]);
    if (!isNew) apis.push(["beta prompt caching messages", promptCaching]);
    return apis.map(([name, messages]) =>
      messagesSurface({
        name,
        connect,
        messages,
        errors,
        variants: [
          ...responses(connect, messages),
          // The beta had no helpers at first.
          ...(messages === beta && !isNew ? [] : streamHelper(connect, messages)),
          ...(isNew ? newerVariants(connect, messages) : []),
          ...(isNew && messages === beta ? [TOOL_RUNNER(connect)] : []),
        ],
      }),
    );
  };
}

disableNativeTracing(process.env);

const SUBJECTS: readonly Subject[] = BUILDS.map((build) => subjectOf(build, surfacesOf(build.name)));

describeInstrumentation({
  name: "@outlay/instrumentation-anthropic",
  instrument: (config) => new AnthropicInstrumentation(config),
  subjects: SUBJECTS,
});
