// SPDX-License-Identifier: Apache-2.0
import { generate, type Generation } from "../core/generation.ts";
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject, ScriptedEvent } from "../core/script.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { countHeaders, invocationMetrics, settingHeaders, type InvocationCounts } from "./counts.ts";

/** What a model family's bodies look like. */
export interface TextFamily {
  /** Text of the prompt; `undefined` where the request has none. */
  readonly prompt: (body: JsonObject) => unknown;
  readonly maxTokens: (body: JsonObject) => unknown;
  readonly whole: (generation: Generation, counts: Required<Tokens>) => JsonObject;
  /** A piece of a stream; the last one has no text and says why the model stopped. */
  readonly piece: (text: string, isLast: boolean, counts: Required<Tokens>) => JsonObject;
}

type Tokens = Pick<InvocationCounts, "inputTokens" | "outputTokens">;

interface Played {
  readonly generation: Generation;
  readonly counts: Required<Tokens>;
}

/** Answers InvokeModel for one family. The script's `usage` is laid over what Bedrock's headers say. */
export function invokeText(family: TextFamily): (call: Call) => Answer {
  return (call) => {
    const { generation, counts } = play(family, call);
    return {
      kind: "json",
      body: overlay(family.whole(generation, counts), call.reply.fields),
      headers: { ...settingHeaders(call.request), ...(call.reply.usage === "omit" ? {} : countHeaders(counts)) },
    };
  };
}

/** The same as a stream, with Bedrock's own counts in the last piece. */
export function invokeTextStream(family: TextFamily): (call: Call) => Answer {
  return (call) => {
    const { generation, counts } = play(family, call);
    const metrics =
      call.reply.usage === "omit" ? {} : { "amazon-bedrock-invocationMetrics": invocationMetrics(counts) };
    const events: ScriptedEvent[] = generation.textPieces.map((text) => ({ data: family.piece(text, false, counts) }));
    return {
      kind: "stream",
      headers: settingHeaders(call.request),
      events: [...events, { data: { ...family.piece("", true, counts), ...metrics } }],
    };
  };
}

function play(family: TextFamily, { body, reply, world }: Call): Played {
  const prompt = family.prompt(body);
  if (typeof prompt !== "string") throw new RequestError(400, "Malformed input request: required key is missing");
  const limit = family.maxTokens(body);
  const generation = generate(reply, {
    lastMessage: prompt,
    maxOutputTokens: typeof limit === "number" ? limit : undefined,
    toolCallId: () => world.ids.next("call_"),
  });
  const scripted = isObject(reply.usage) ? reply.usage : {};
  const counts = { inputTokens: countTokens(prompt), outputTokens: generation.outputTokens, ...scripted };
  return { generation, counts };
}
