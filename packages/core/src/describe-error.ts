// SPDX-License-Identifier: Apache-2.0

/** What of an error may be shown: never its message, which can quote the request. */
export interface ErrorFacts {
  /** `error.type`: the provider's error code where there is one, else the class of the error. */
  readonly type: string;
  readonly httpStatusCode?: number;
}

const CODE = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * Types an error by the provider's own code, then its class.
 *
 * Reads the fields that SDK errors carry: `status`, `code`, `type` and the body in `error` (Stainless), `statusCode`
 * (Speakeasy, Fern, the AI SDK) and the body in `data` (the AI SDK), `status_code` (Ollama), `$metadata.httpStatusCode`
 * (AWS), and the body that Google's SDK leaves in the message.
 */
export function describeError(error: unknown): ErrorFacts {
  if (typeof error !== "object" || error === null) return { type: typeof error };
  const fields = error as Readonly<Record<string, unknown>>;
  const told = inMessage(fields["message"]);
  const status =
    fields["status"] ??
    fields["statusCode"] ??
    fields["status_code"] ??
    metadataStatus(fields["$metadata"]) ??
    told["code"];
  const type =
    firstCode(fields["code"], fields["type"], ...nested(fields["error"]), ...inData(fields["data"]), told["status"]) ??
    className(error);
  return typeof status === "number" ? { type, httpStatusCode: status } : { type };
}

function metadataStatus(metadata: unknown): unknown {
  return typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
}

function nested(body: unknown): readonly unknown[] {
  if (typeof body !== "object" || body === null) return [];
  const fields = body as Readonly<Record<string, unknown>>;
  const inner = fields["error"];
  const { code, type, status } = (typeof inner === "object" && inner !== null ? inner : fields) as Readonly<
    Record<string, unknown>
  >;
  return [code, type, status];
}

function inData(body: unknown): readonly unknown[] {
  const error: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "error") : undefined;
  if (typeof error !== "object" || error === null) return [];
  const { code, type, status } = error as Readonly<Record<string, unknown>>;
  return [code, type, status];
}

const ERROR_BODY = '{"error":{';
/** Messages are not parsed when they are longer: a body of Google's has one sentence, and where more was to be read. */
const MAX_MESSAGE = 65_536;

/** The error model of Google's APIs, `code` being the HTTP status: nothing else of a message is looked at. */
function inMessage(message: unknown): Readonly<Record<string, unknown>> {
  const start = typeof message === "string" && message.length <= MAX_MESSAGE ? message.indexOf(ERROR_BODY) : -1;
  if (start === -1) return {};
  try {
    const body = JSON.parse((message as string).slice(start)) as { error: Readonly<Record<string, unknown>> };
    return body.error;
  } catch {
    return {};
  }
}

function firstCode(...values: readonly unknown[]): string | undefined {
  for (const value of values) if (typeof value === "string" && CODE.test(value)) return value;
  return undefined;
}

/** The name that an error gives itself says more than its class where classes are shared: `DOMException`, AWS's. */
function className(error: object): string {
  const given = firstCode(Reflect.get(error, "name"));
  if (given !== undefined && given !== "Error") return given;
  const name: unknown = error.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? name : "_OTHER";
}
