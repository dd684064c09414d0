// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { ProviderCall, fieldsOf, providerOfHost, serverOfUrl, textOf, usageFromOpenAIMedia } from "@outlay/core";
import type { ClientFacts, TracingHost } from "@outlay/core";

import type { RealtimeEventFields, RealtimeSessionFields } from "../internal-types.ts";
import type { OpenAIInstrumentationConfig } from "../types.ts";
import { realtimeRequest, realtimeResponse } from "./response.ts";

/** Requests and recordings remembered until the server takes them up; more than this many it has forgotten. */
const MAX_WAITING = 1000;
const SECURE_PORT = 443;
const BUSY = "conversation_already_has_active_response";

interface Sent {
  readonly context: Context;
  readonly atMs: number;
}

/** One socket: which model it talks to, what it was asked, and the responses that are under way. */
export class RealtimeSession {
  readonly #host: TracingHost;
  readonly #client: ClientFacts;
  #model: string | undefined;
  #transcriptionModel: string | undefined;
  /** `response.create` events that have not become responses yet, oldest first. */
  readonly #sent: Sent[] = [];
  readonly #open = new Map<string, ProviderCall>();
  /** When what was said was handed over to be transcribed, by item. */
  readonly #committedAtMs = new Map<string, number>();

  /** @param url - Where the socket leads; its query names the model, or Azure's deployment. */
  constructor(host: TracingHost, url: URL) {
    this.#host = host;
    this.#client = clientOf(url, (host.getConfig() as OpenAIInstrumentationConfig).hosts);
    this.#model = url.searchParams.get("model") ?? url.searchParams.get("deployment") ?? undefined;
  }

  /** The program has sent an event: a response belongs to whoever asked for it. */
  sent(event: unknown): void {
    if (fieldsOf<RealtimeEventFields>(event).type !== "response.create" || this.#sent.length >= MAX_WAITING) return;
    this.#sent.push({ context: context.active(), atMs: Date.now() });
  }

  /** The server has sent an event. Nearly all are deltas. */
  received(value: unknown): void {
    const event = fieldsOf<RealtimeEventFields>(value);
    const type = textOf(event.type) ?? "";
    if (type.endsWith(".delta")) this.#open.get(textOf(event.response_id) ?? "")?.chunkArrived();
    else READERS.get(type)?.(this, event);
  }

  /** Nothing more will come: what was under way is billed by the provider, and nobody will say how much. */
  closed(): void {
    for (const call of this.#open.values()) call.end({ status: "aborted" });
    this.#open.clear();
  }

  learn({ session: value }: Partial<RealtimeEventFields>): void {
    const session = fieldsOf<RealtimeSessionFields>(value);
    const { input } = fieldsOf<{ input: unknown }>(session.audio);
    const { transcription } = fieldsOf<{ transcription: unknown }>(input);
    const { model } = fieldsOf<{ model: unknown }>(transcription ?? session.input_audio_transcription);
    this.#model = textOf(session.model) ?? this.#model;
    this.#transcriptionModel = textOf(model) ?? this.#transcriptionModel;
  }

  /** A request that came while a response was under way is refused, and becomes none. */
  refuse({ error }: Partial<RealtimeEventFields>): void {
    if (fieldsOf<{ code: unknown }>(error).code === BUSY) this.#sent.pop();
  }

  begin({ response }: Partial<RealtimeEventFields>): void {
    const id = textOf(fieldsOf<{ id: unknown }>(response).id);
    // With detection of turns the server asks itself: such a response belongs to where the socket was opened.
    const sent = this.#sent.shift();
    if (id === undefined || this.#open.size >= MAX_WAITING) return;
    const request = realtimeRequest(response, this.#model);
    const start = (): ProviderCall => new ProviderCall(this.#host, request, this.#client, sent?.atMs);
    this.#open.set(id, context.with(sent?.context ?? context.active(), start));
  }

  finish({ response }: Partial<RealtimeEventFields>): void {
    const facts = realtimeResponse(response);
    const call = this.#open.get(facts.id ?? "");
    this.#open.delete(facts.id ?? "");
    call?.end({ status: "ok", response: facts });
  }

  commit({ item_id: id }: Partial<RealtimeEventFields>): void {
    const [oldest] = this.#committedAtMs.keys();
    if (oldest !== undefined && this.#committedAtMs.size >= MAX_WAITING) this.#committedAtMs.delete(oldest);
    if (typeof id === "string") this.#committedAtMs.set(id, Date.now());
  }

  transcribe({ item_id: item, usage }: Partial<RealtimeEventFields>): void {
    const id = textOf(item);
    const startTimeMs = this.#committedAtMs.get(id ?? "");
    this.#committedAtMs.delete(id ?? "");
    const model = this.#transcriptionModel ?? this.#model;
    const request = {
      operationName: "transcription",
      model,
      stream: false,
      attributes: {},
      helper: "realtime",
    } as const;
    const call = new ProviderCall(this.#host, request, this.#client, startTimeMs);
    call.end({ status: "ok", response: { id, ...usageFromOpenAIMedia(usage) } });
  }
}

type Reader = (session: RealtimeSession, event: Partial<RealtimeEventFields>) => void;

const learn: Reader = (session, event) => session.learn(event);

const READERS = new Map<string, Reader>([
  ["session.created", learn],
  ["session.updated", learn],
  ["transcription_session.created", learn],
  ["transcription_session.updated", learn],
  ["error", (session, event) => session.refuse(event)],
  ["response.created", (session, event) => session.begin(event)],
  ["response.done", (session, event) => session.finish(event)],
  ["input_audio_buffer.committed", (session, event) => session.commit(event)],
  ["conversation.item.input_audio_transcription.completed", (session, event) => session.transcribe(event)],
]);

function clientOf(url: URL, hosts: OpenAIInstrumentationConfig["hosts"]): ClientFacts {
  const known = providerOfHost(url, hosts);
  const isAzure = known === undefined && url.searchParams.has("api-version");
  const { serverAddress, serverPort = SECURE_PORT } = serverOfUrl(url);
  return { provider: known ?? (isAzure ? "azure.ai.openai" : "openai"), serverAddress, serverPort };
}
