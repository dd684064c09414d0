// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { FakeProvider, JsonObject, Step } from "@outlay-test/fake-provider";
import type { InstrumentationConfig, ProviderInstrumentation } from "@outlay/core";

/** What `describeInstrumentation` tests: an instrumentation and the SDK builds it claims to support. */
export interface InstrumentationContract {
  /** npm name; must be the instrumentation scope of the spans. */
  readonly name: string;
  /** Creates the instrumentation, enabled. */
  readonly instrument: (config?: InstrumentationConfig) => ProviderInstrumentation;
  readonly subjects: readonly Subject[];
}

/** One build of one version of an SDK: `openai 7.57.0, CommonJS`. */
export interface Subject {
  readonly name: string;
  /** Loads the build. Runs once, with the instrumentation enabled, before any surface is used. */
  load(): Promise<void>;
  readonly surfaces: readonly Surface[];
}

/** One API of an SDK (`chat.completions`, `messages`): how to call it, and what its spans say. */
export interface Surface {
  readonly name: string;
  /** A lesser API of an SDK whose main one is tested in full: only its calls, streams and bytes are. */
  readonly lesser?: boolean;
  /** Span name of a plain call. */
  readonly spanName: string;
  /** Attributes of a successful plain call before the answer's: operation, provider, model, server.address, … without `server.port`. */
  readonly requestAttributes: Attributes;
  /** Attributes that the default answer adds besides usage, status and `gen_ai.response.id`. */
  readonly responseAttributes: Attributes;
  /** A usage block laid over the wire's, and the attributes it must become. */
  readonly usage: { readonly wire: JsonObject; readonly attributes: Attributes };
  /** The class and method that are patched. */
  patched(): { readonly prototype: object; readonly method: string };
  /** Makes one plain call on a new client of the fake provider and returns what the SDK returned, untouched. */
  create(provider: FakeProvider, input: CallInput): PromiseLike<unknown>;
  /** The same call, streamed and asking for usage; absent where the API has no streams. */
  readonly stream?: (provider: FakeProvider, input: CallInput) => PromiseLike<SdkStreamLike>;
  /** Attributes of a successful stream besides those of a plain call. @defaultValue those of a plain call */
  readonly streamAttributes?: Attributes;
  /** `error.type` of failures. */
  readonly errors: SurfaceErrors;
  /** Content attributes of a plain call with this prompt and an answer of this text, parsed from JSON. */
  readonly content?: (prompt: string, answer: string) => Readonly<Record<string, unknown>>;
  /** Attributes that an answer with a call of the tool `lookup` must have; absent where the API has no tools. */
  readonly toolCallAttributes?: Attributes;
  /** Whether a multimodal prompt can be sent. */
  readonly images?: boolean;
  /** Other ways to reach the same API: helpers, `withResponse()`, derived clients, platform clients. */
  readonly variants?: readonly Variant[];
}

/** `error.type` values of an API. */
export interface SurfaceErrors {
  readonly badRequest: string;
  readonly rateLimited: string;
  readonly serverError: string;
  readonly streamError: string;
  readonly connection: string;
  readonly timeout: string;
  readonly abort: string;
}

/** What a test wants of a call. */
export interface CallInput {
  readonly prompt: string;
  /** Offers the tool `lookup` to the model. */
  readonly tools?: boolean;
  /** Adds an image to the prompt. */
  readonly image?: boolean;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** @defaultValue 0 */
  readonly maxRetries?: number;
}

/** The part of the SDKs' streams that tests use. */
export interface SdkStreamLike extends AsyncIterable<unknown> {
  readonly controller: AbortController;
  tee(): [AsyncIterable<unknown>, AsyncIterable<unknown>];
  toReadableStream(): ReadableStream<unknown>;
}

/** One more way to reach an API, with the spans it must leave behind. */
export interface Variant {
  readonly name: string;
  /** @defaultValue one step with the surface's usage */
  readonly script?: readonly Step[];
  run(provider: FakeProvider, input: CallInput): Promise<unknown>;
  /** One entry per span, in the order they end; `undefined` says the attribute must be absent. */
  readonly spans: readonly Readonly<Record<string, unknown>>[];
}
