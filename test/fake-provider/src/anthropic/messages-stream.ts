// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../core/json.ts";
import type { JsonObject, Reply, ScriptedEvent } from "../core/script.ts";
import type { StreamedBlock } from "./content.ts";
import type { GeneratedMessage } from "./messages.ts";
import { endUsage, startUsage } from "./usage.ts";

/** A message as the events of its stream; a ping follows the first block's start, as on the vendor's API. */
export function messageEvents(
  { body, blocks }: Pick<GeneratedMessage, "body" | "blocks">,
  reply: Reply,
): ScriptedEvent[] {
  const usage = isObject(body["usage"]) ? body["usage"] : undefined;
  const { stop_reason, stop_sequence, stop_details, container } = body;
  const message = {
    ...body,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...(usage ? { usage: startUsage(usage) } : {}),
  };
  const inBlocks = blocks.flatMap(blockEvents);
  return [
    named({ type: "message_start", message }),
    ...(reply.events ?? []),
    ...inBlocks.slice(0, 1),
    named({ type: "ping" }),
    ...inBlocks.slice(1),
    named({
      type: "message_delta",
      delta: { stop_reason, stop_sequence, stop_details, container },
      ...(usage ? { usage: endUsage(usage) } : {}),
    }),
    named({ type: "message_stop" }),
  ];
}

function blockEvents(block: StreamedBlock, index: number): ScriptedEvent[] {
  return [
    named({ type: "content_block_start", index, content_block: block.opening }),
    ...block.deltas.map((delta) => named({ type: "content_block_delta", index, delta })),
    named({ type: "content_block_stop", index }),
  ];
}

function named(data: JsonObject & { readonly type: string }): ScriptedEvent {
  return { event: data.type, data };
}
