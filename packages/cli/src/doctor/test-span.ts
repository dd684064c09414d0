// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";

/** A span that stands for no call, to be found again where it was sent. */
export interface TestSpan {
  readonly traceId: string;
  /** OTLP/HTTP JSON. */
  readonly body: string;
}

const NANO_PER_MS = 1_000_000n;
/** `SPAN_KIND_CLIENT` */
const CLIENT = 3;

/** Makes one as calls have them, so that backends that take only those take it; without tokens, so that nothing is billed. */
export function testSpan(nowMs: number): TestSpan {
  const traceId = randomBytes(16).toString("hex");
  const nowNano = (BigInt(Math.trunc(nowMs)) * NANO_PER_MS).toString();
  const span = {
    traceId,
    spanId: randomBytes(8).toString("hex"),
    name: "chat outlay-doctor",
    kind: CLIENT,
    startTimeUnixNano: nowNano,
    endTimeUnixNano: nowNano,
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", "outlay"),
      text("gen_ai.request.model", "outlay-doctor"),
      text("outlay.cost.status", "not_billed"),
    ],
  };
  const resource = { attributes: [text("service.name", "outlay-doctor")] };
  const scopeSpans = [{ scope: { name: "@outlay/cli" }, spans: [span] }];
  return { traceId, body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] }) };
}

function text(
  key: string,
  stringValue: string,
): { readonly key: string; readonly value: { readonly stringValue: string } } {
  return { key, value: { stringValue } };
}
