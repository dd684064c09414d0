// SPDX-License-Identifier: Apache-2.0
import { CompletionStream, fieldsOf } from "@outlay/core";
import type { ResponseFacts, StreamReducer } from "@outlay/core";

import { ConverseStreamReducer } from "../converse/stream.ts";
import { completed, usageFromMetrics } from "../usage.ts";
import { AnthropicStream } from "./anthropic-stream.ts";
import { parsedBody } from "./json.ts";
import { PlainStream } from "./plain-stream.ts";

/** What tells the models' events apart. */
interface EventFields {
  readonly type: unknown;
  readonly choices: unknown;
  readonly messageStart: unknown;
  readonly "amazon-bedrock-invocationMetrics": unknown;
}

/** Puts the answer together from a stream of InvokeModel, whose chunks are the model's own events as bytes. */
export class InvokeStreamReducer implements StreamReducer {
  readonly #keepContent: boolean;
  #events: StreamReducer | undefined;
  #metrics: unknown;

  constructor(keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  push(chunk: unknown): boolean {
    const { bytes } = fieldsOf<{ bytes: unknown }>(fieldsOf<{ chunk: unknown }>(chunk).chunk);
    const event = parsedBody(bytes);
    if (typeof event !== "object" || event === null) return false;
    this.#metrics = fieldsOf<EventFields>(event)["amazon-bedrock-invocationMetrics"] ?? this.#metrics;
    this.#events ??= reducerFor(event, this.#keepContent);
    this.#events.push(event);
    return false;
  }

  /** Bedrock's own counts come with the very last event: with them, everything is known. */
  finish(complete: boolean): ResponseFacts {
    const facts = this.#events?.finish(complete) ?? {};
    const counts = usageFromMetrics(this.#metrics);
    if (counts === undefined) return facts;
    const { usageStatus: _unfinished, ...known } = facts;
    return { ...known, usage: completed(facts.usage, counts) };
  }
}

function reducerFor(event: object, keepContent: boolean): StreamReducer {
  const { type, choices, messageStart } = fieldsOf<EventFields>(event);
  if (typeof type === "string") return new AnthropicStream(keepContent);
  if (messageStart !== undefined) return new ConverseStreamReducer(keepContent);
  if (Array.isArray(choices)) return new CompletionStream({ keepContent });
  return new PlainStream(keepContent);
}
