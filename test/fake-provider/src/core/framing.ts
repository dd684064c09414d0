// SPDX-License-Identifier: Apache-2.0
import { encodeEventStreamMessage } from "./aws-event-stream.ts";
import { encodeJson } from "./json.ts";
import type { ScriptedEvent } from "./script.ts";

/** How one framing puts events on the wire. */
export interface FrameWriter {
  readonly contentType: string;
  readonly encode: (event: ScriptedEvent) => Uint8Array;
}

/** Server-sent events. */
export const SSE_FRAMES: FrameWriter = {
  contentType: "text/event-stream; charset=utf-8",
  encode: (event) => {
    const name = event.event === undefined ? "" : `event: ${event.event}\n`;
    return Buffer.from(`${name}data: ${payload(event)}\n\n`);
  },
};

/** A line of JSON for each event. */
export const NDJSON_FRAMES: FrameWriter = {
  contentType: "application/x-ndjson",
  encode: (event) => Buffer.from(`${payload(event)}\n`),
};

/** AWS's binary event stream, as Bedrock wraps a model's own events in it. */
export const AWS_FRAMES: FrameWriter = {
  contentType: "application/vnd.amazon.eventstream",
  encode: (event) => {
    const bytes = Buffer.from(payload(event)).toString("base64");
    return encodeEventStreamMessage(
      { ":event-type": "chunk", ":content-type": "application/json", ":message-type": "event" },
      JSON.stringify({ bytes, p: "abcdefgh" }),
    );
  },
};

function payload({ data }: ScriptedEvent): string {
  return typeof data === "string" ? data : encodeJson(data);
}
