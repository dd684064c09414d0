// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, guard, textOf } from "@outlay/core";
import type { ClientFacts } from "@outlay/core";

import type {
  ClientConfigFields,
  ClientFields,
  MiddlewareContextFields,
  MiddlewareResultFields,
  MiddlewareStackFields,
} from "./internal-types.ts";

/** Who a client talks to, as far as it is known yet: the SDK finds out with the first call. */
export type LearnedClient = { -readonly [Name in keyof ClientFacts]: ClientFacts[Name] };

/** What a call showed that its answer, or its error, does not have. */
export interface WireFacts {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly client: LearnedClient;
}

type Handler = (args: unknown) => Promise<unknown>;
type Middleware = (next: Handler, context: unknown) => Handler;
type AddMiddleware = (middleware: Middleware, options: object) => void;

const clients = new WeakMap<object, LearnedClient>();
/** By answer and by error: a client may resolve its middleware once for all its calls, so nothing of a call is in there. */
const facts = new WeakMap<object, WireFacts>();

/** What was seen of the call that ended in this answer or error. */
export function wireFactsOf(outcome: unknown): WireFacts | undefined {
  return typeof outcome === "object" && outcome !== null ? facts.get(outcome) : undefined;
}

/** Who a client talks to. The first time that a client is asked about, it is given a middleware which finds out. */
export function learnClient(client: object): LearnedClient {
  const known = clients.get(client);
  if (known !== undefined) return known;
  const learned: LearnedClient = { provider: "aws.bedrock" };
  clients.set(client, learned);
  guard("bedrock.region", () => learnRegion(client, learned));
  guard("bedrock.middleware", () => watchWire(client, learned));
  return learned;
}

/** The SDK asks for the region with every call: asked beside the first one it is there before any answer is. */
function learnRegion(client: object, learned: LearnedClient): void {
  const { region } = fieldsOf<ClientConfigFields>(fieldsOf<ClientFields>(client).config);
  const promised: unknown = typeof region === "function" ? region() : region;
  Promise.resolve(promised).then(
    (value) => (learned.region = textOf(value)),
    () => undefined,
  );
}

function watchWire(client: object, learned: LearnedClient): void {
  const stack = fieldsOf<ClientFields>(client).middlewareStack;
  const { add } = fieldsOf<MiddlewareStackFields>(stack);
  if (typeof add !== "function") return;
  const middleware: Middleware = (next, context) => async (args) => {
    try {
      const result = await next(args);
      guard("bedrock.wire", () => remember(result, context, learned));
      return result;
    } catch (error) {
      guard("bedrock.wire", () => rememberError(error, context, learned));
      throw error;
    }
  };
  // Outermost, so that the answer is the very object which the caller gets.
  (add as AddMiddleware).call(stack, middleware, { step: "initialize", priority: "high", name: "outlayMiddleware" });
}

function remember(value: unknown, context: unknown, client: LearnedClient): void {
  learnServer(context, client);
  const { output, response } = fieldsOf<MiddlewareResultFields>(value);
  const { headers } = fieldsOf<{ headers: unknown }>(response);
  if (typeof output === "object" && output !== null) facts.set(output, { headers: fieldsOf(headers), client });
}

function rememberError(error: unknown, context: unknown, client: LearnedClient): void {
  learnServer(context, client);
  if (typeof error === "object" && error !== null) facts.set(error, { headers: {}, client });
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };

function learnServer(context: unknown, client: LearnedClient): void {
  const { url } = fieldsOf<{ url: unknown }>(fieldsOf<MiddlewareContextFields>(context).endpointV2);
  if (!(url instanceof URL)) return;
  client.serverAddress = url.hostname.replace(/^\[(.*)\]$/, "$1");
  client.serverPort = url.port === "" ? DEFAULT_PORTS[url.protocol] : Number(url.port);
}
