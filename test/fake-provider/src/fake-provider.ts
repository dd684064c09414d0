// SPDX-License-Identifier: Apache-2.0
import { anthropicVendor } from "./anthropic/vendor.ts";
import { bedrockVendor } from "./bedrock/vendor.ts";
import { PrefixStore } from "./cache/prefix-store.ts";
import { cohereVendor } from "./cohere/vendor.ts";
import type { Now } from "./core/clock.ts";
import { IdSource } from "./core/id-source.ts";
import type { RecordedRequest } from "./core/recorded-request.ts";
import type { Step } from "./core/script.ts";
import { ProviderServer } from "./core/server.ts";
import type { Vendor, World } from "./core/vendor.ts";
import { googleVendor } from "./google/vendor.ts";
import { groqVendor } from "./groq/vendor.ts";
import { mistralVendor } from "./mistral/vendor.ts";
import { ollamaVendor } from "./ollama/vendor.ts";
import { openAiVendor } from "./openai/vendor.ts";
import { togetherVendor } from "./together/vendor.ts";
import { vertexVendor } from "./vertex/vendor.ts";

/** Options of {@link startFakeProvider}. */
export interface FakeProviderOptions {
  /** The time that stamps responses and ages the prompt cache. @defaultValue `Date.now` */
  readonly now?: Now;
  /** Steps to start with. @defaultValue none: every answer is an echo */
  readonly script?: readonly Step[];
  /** @defaultValue 0: any free port */
  readonly port?: number;
  /** Older requests are forgotten above this many; benchmarks want fewer. @defaultValue 100 000 */
  readonly maxRecordedRequests?: number;
}

/** A running fake provider. */
export interface FakeProvider extends AsyncDisposable {
  /** `http://127.0.0.1:port`; also the endpoint for Azure and the base URL for Bedrock. */
  readonly url: string;
  /** Base URL for the `openai` SDK. */
  readonly openaiBaseUrl: string;
  /** Base URL for `@anthropic-ai/sdk`. */
  readonly anthropicBaseUrl: string;
  /** Base URL for `@anthropic-ai/vertex-sdk`. */
  readonly vertexBaseUrl: string;
  /** Base URL for `@anthropic-ai/foundry-sdk`. */
  readonly foundryBaseUrl: string;
  /** `environment` for `cohere-ai`. */
  readonly cohereBaseUrl: string;
  /** `host` for `ollama`. */
  readonly ollamaHost: string;
  /** `serverURL` for `@mistralai/mistralai`. */
  readonly mistralServerUrl: string;
  /** Base URL for `groq-sdk`. */
  readonly groqBaseUrl: string;
  /** Base URL for `together-ai`. */
  readonly togetherBaseUrl: string;
  /** Base URL for `@google/genai`, of Gemini's API and of Vertex AI. */
  readonly googleBaseUrl: string;
  /** Everything received, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Steps that no request has taken yet: empty at the end of a test that played its script. */
  readonly remainingSteps: readonly Step[];
  /** Appends steps to the script. */
  enqueue(...steps: readonly Step[]): void;
  /** Lets go everything held by a `stall` or `pause` fault. */
  release(): void;
  /** Settles when so many requests have arrived since the start or the last `clear()`; rejects after `timeoutMs`. @defaultValue 5000 */
  waitForRequests(count: number, timeoutMs?: number): Promise<void>;
  /** Forgets the requests and the rest of the script, for servers shared by tests; caches, ids and stored responses stay. */
  clear(): void;
  /** Stops the server and cuts every connection. */
  close(): Promise<void>;
}

/** One line per provider: adding one is adding a folder and naming it here. */
const VENDORS: readonly (() => Vendor)[] = [
  openAiVendor,
  anthropicVendor,
  bedrockVendor,
  vertexVendor,
  groqVendor,
  togetherVendor,
  mistralVendor,
  googleVendor,
  cohereVendor,
  ollamaVendor,
];

const DEFAULT_MAX_RECORDED_REQUESTS = 100_000;
const DEFAULT_WAIT_MS = 5000;

/** Starts a loopback server that speaks every provider's wire shapes. */
export async function startFakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const now = options.now ?? Date.now;
  const world: World = { now, ids: new IdSource(), cache: new PrefixStore(now), url: () => url };
  const vendors = VENDORS.map((create) => create());
  const routes = vendors.flatMap((vendor) => vendor.routes);
  const sockets = vendors.flatMap((vendor) => vendor.sockets ?? []);
  const maxRecorded = options.maxRecordedRequests ?? DEFAULT_MAX_RECORDED_REQUESTS;
  const server = new ProviderServer(world, routes, maxRecorded, sockets);
  server.script.push(options.script ?? []);
  const url = `http://127.0.0.1:${await server.listen(options.port ?? 0)}`;
  return {
    url,
    openaiBaseUrl: `${url}/v1`,
    anthropicBaseUrl: url,
    vertexBaseUrl: `${url}/v1`,
    foundryBaseUrl: `${url}/anthropic`,
    cohereBaseUrl: `${url}/cohere`,
    ollamaHost: `${url}/ollama`,
    mistralServerUrl: `${url}/mistral`,
    groqBaseUrl: `${url}/groq`,
    togetherBaseUrl: `${url}/together/v1`,
    googleBaseUrl: `${url}/google`,
    requests: server.requests,
    get remainingSteps() {
      return server.script.remaining;
    },
    enqueue: (...steps) => server.script.push(steps),
    release: () => server.gate.release(),
    waitForRequests: (count, timeoutMs = DEFAULT_WAIT_MS) => server.waitForRequests(count, timeoutMs),
    clear: () => server.clear(),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
