// SPDX-License-Identifier: Apache-2.0
import { isObject, overlay } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import type { OpenedSocket, SocketRoute } from "../core/sockets.ts";
import { countTokens } from "../core/tokens.ts";

/** Audio is counted by the second; what is said here takes two. */
const AUDIO_TOKENS = 20;

/**
 * A realtime session: answers `response.create`, and transcribes what is committed where the session asks for it.
 *
 * @see https://platform.openai.com/docs/api-reference/realtime-server-events, read 2026-11-26
 */
export function realtimeRoute(path: string): SocketRoute {
  return { path: new RegExp(`^${path}$`), open: openSession };
}

function openSession(socket: OpenedSocket): (event: JsonObject) => void {
  const { world } = socket;
  const id = world.ids.next("sess_", 21);
  let session: JsonObject = { id, type: "realtime", model: socket.query.get("model"), output_modalities: ["audio"] };
  const send = (event: JsonObject): void => socket.send({ event_id: world.ids.next("event_", 21), ...event });
  send({ type: "session.created", session });
  let isBusy = false;
  return (event) => {
    if (event["type"] === "session.update" && isObject(event["session"])) {
      session = overlay(session, event["session"]);
      send({ type: "session.updated", session });
    }
    if (event["type"] === "response.create" && isBusy) {
      const code = "conversation_already_has_active_response";
      send({ type: "error", error: { type: "invalid_request_error", code, message: "A response is under way" } });
    } else if (event["type"] === "response.create") {
      isBusy = respond(socket, send) === "stalled";
    }
    // The server asks itself when it has heard the end of a turn.
    if (event["type"] === "input_audio_buffer.append") isBusy = respond(socket, send) === "stalled";
    if (event["type"] === "input_audio_buffer.commit") transcribe(socket, send);
  };
}

function respond(socket: OpenedSocket, send: (event: JsonObject) => void): "stalled" | undefined {
  const step = socket.nextStep() ?? {};
  const text = step.text ?? "Said.";
  const id = socket.world.ids.next("resp_", 21);
  const response = {
    object: "realtime.response",
    id,
    conversation_id: socket.world.ids.next("conv_", 21),
    output_modalities: ["audio"],
    status: "in_progress",
    status_details: null,
    output: [],
    usage: null,
  };
  send({ type: "response.created", response });
  send({ type: "response.output_audio_transcript.delta", response_id: id, delta: text });
  if (step.fault?.kind === "stall") return "stalled";
  if (step.fault?.kind === "reset") {
    socket.cut();
    return undefined;
  }
  const calls = (step.toolCalls ?? []).map(({ name }) => ({ type: "function_call", call_id: `call_${name}`, name }));
  const message = { type: "message", role: "assistant", content: [{ type: "output_audio", transcript: text }] };
  const output = calls.length > 0 ? calls : [message];
  const done = { ...response, status: "completed", output, usage: usageOf(text, step.usage) };
  send({ type: "response.done", response: overlay(done, step.fields) });
  return undefined;
}

function usageOf(text: string, scripted: JsonObject | "omit" | undefined): JsonObject | null {
  if (scripted === "omit") return null;
  const output = countTokens(text) + AUDIO_TOKENS;
  const usage = {
    total_tokens: 100 + output,
    input_tokens: 100,
    output_tokens: output,
    input_token_details: {
      cached_tokens: 64,
      text_tokens: 40,
      audio_tokens: 60,
      cached_tokens_details: { text_tokens: 24, audio_tokens: 40 },
    },
    output_token_details: { text_tokens: output - AUDIO_TOKENS, audio_tokens: AUDIO_TOKENS },
  };
  return overlay(usage, scripted);
}

function transcribe({ world, nextStep }: OpenedSocket, send: (event: JsonObject) => void): void {
  const step = nextStep() ?? {};
  const item = world.ids.next("item_", 21);
  send({ type: "input_audio_buffer.committed", item_id: item, previous_item_id: null });
  const usage = {
    type: "tokens",
    input_tokens: AUDIO_TOKENS,
    output_tokens: 5,
    total_tokens: AUDIO_TOKENS + 5,
    input_token_details: { text_tokens: 0, audio_tokens: AUDIO_TOKENS },
  };
  send({
    type: "conversation.item.input_audio_transcription.completed",
    item_id: item,
    content_index: 0,
    transcript: step.text ?? "What was said.",
    ...(step.usage === "omit" ? {} : { usage: step.usage ?? usage }),
  });
}
