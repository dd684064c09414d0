// SPDX-License-Identifier: Apache-2.0
import { SpanStatusCode } from "@opentelemetry/api";
import { expect, it } from "vitest";

import type { SurfaceErrors } from "../contract.ts";
import { PROMPT, rejectionOf } from "../suite.ts";
import type { Suite } from "../suite.ts";

const REFUSALS: readonly { readonly status: number; readonly error: keyof SurfaceErrors }[] = [
  { status: 400, error: "badRequest" },
  { status: 429, error: "rateLimited" },
  { status: 500, error: "serverError" },
];

/** JSON, but not what any API answers. */
const ODD_BODIES = ["null", "[]", '"text"', "{}", '{"choices":[null],"usage":[],"output":[3],"content":{}}'];

/** Calls that fail, and calls that the SDK sends again. */
export function failureCases(suite: Suite): void {
  refusedCalls(suite);
  brokenCalls(suite);
  oddAnswers(suite);
  if (suite.surface.traits?.retries !== false) repeatedCalls(suite);
}

function refusedCalls(suite: Suite): void {
  const { surface } = suite;
  const statusOf = surface.traits?.statusOf ?? ((error) => Reflect.get(Object(error), "status"));

  it.each(REFUSALS)("types a refusal with HTTP status $status", async ({ status, error }) => {
    suite.provider.enqueue({ fault: { kind: "status", status, message: `no: ${PROMPT}` } });
    const rejection = await rejectionOf(surface.create(suite.provider, { prompt: PROMPT }));

    expect(statusOf(rejection)).toBe(status);
    const span = await suite.onlySpan();
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: surface.errors[error] });
    expect(span.attributes).toMatchObject({
      ...surface.requestAttributes,
      "error.type": surface.errors[error],
      "http.response.status_code": status,
      "outlay.usage.status": "missing",
    });
    expect(JSON.stringify([span.attributes, span.status, span.events])).not.toContain(PROMPT);
  });

  it("records the duration of a refused call under its error, and no tokens", async () => {
    suite.provider.enqueue({ fault: { kind: "status", status: 429 } });
    await rejectionOf(surface.create(suite.provider, { prompt: PROMPT }));

    const points = await suite.telemetry.histograms();
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({
      metric: "gen_ai.client.operation.duration",
      attributes: { "error.type": surface.errors.rateLimited },
    });
  });
}

function brokenCalls(suite: Suite): void {
  const { surface } = suite;
  const { connection, timeout, abort } = surface.errors;

  it("types a connection that breaks", async () => {
    suite.provider.enqueue({ fault: { kind: "reset" } });
    await rejectionOf(surface.create(suite.provider, { prompt: PROMPT }));

    const span = await suite.onlySpan();
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    expect(span.attributes["error.type"]).toBe(connection);
  });

  if (timeout !== undefined)
    it("types a call that takes too long", async () => {
      suite.provider.enqueue({ fault: { kind: "stall" } });
      await rejectionOf(surface.create(suite.provider, { prompt: PROMPT, timeoutMs: 100 }));

      const span = await suite.onlySpan();
      expect(span.status.code).toBe(SpanStatusCode.ERROR);
      expect(span.attributes["error.type"]).toBe(timeout);
    });

  if (abort !== undefined)
    it("tells an abort by the caller from an error", async () => {
      const controller = new AbortController();
      const before = suite.provider.requests.length;
      suite.provider.enqueue({ fault: { kind: "stall" } });
      const rejection = rejectionOf(surface.create(suite.provider, { prompt: PROMPT, signal: controller.signal }));
      await suite.provider.waitForRequests(before + 1);
      controller.abort();
      await rejection;

      const span = await suite.onlySpan();
      expect(span.status.code).toBe(SpanStatusCode.UNSET);
      expect(span.attributes).toMatchObject({
        "error.type": abort,
        "outlay.operation.outcome": "aborted",
        "outlay.usage.status": "missing",
      });
    });
}

function oddAnswers(suite: Suite): void {
  const { surface } = suite;

  if (surface.traits?.refusesGarbage !== false)
    it("ends the span of an answer that is not JSON, and lets the SDK's own error through", async () => {
      suite.provider.enqueue({ fault: { kind: "malformed-json" } });
      const rejection = await rejectionOf(surface.create(suite.provider, { prompt: PROMPT }));

      expect(rejection).toBeInstanceOf(Error);
      expect((await suite.onlySpan()).status.code).toBe(SpanStatusCode.ERROR);
    });

  it.each(ODD_BODIES)("survives the answer %s", async (body) => {
    suite.provider.enqueue({ fault: { kind: "body", contentType: "application/json", body } });
    await Promise.allSettled([surface.create(suite.provider, { prompt: PROMPT })]);

    expect((await suite.onlySpan()).attributes["outlay.usage.status"]).toBe("missing");
  });
}

function repeatedCalls(suite: Suite): void {
  const { surface } = suite;

  it("counts the SDK's own retries in the one span of the call", async () => {
    const before = suite.provider.requests.length;
    suite.provider.enqueue({ fault: { kind: "status", status: 429, retryAfterSeconds: 0.01 } }, suite.step());
    await surface.create(suite.provider, { prompt: PROMPT, maxRetries: 1 });

    const { attributes } = await suite.onlySpan();
    expect(attributes["http.request.resend_count"]).toBe(suite.provider.requests.length - before - 1);
    expect(attributes).toMatchObject(surface.usage.attributes);
  });

  it("counts the retries of a call that fails in the end", async () => {
    const refused = { fault: { kind: "status", status: 503, retryAfterSeconds: 0.01 } } as const;
    suite.provider.enqueue(refused, refused);
    await rejectionOf(surface.create(suite.provider, { prompt: PROMPT, maxRetries: 1 }));

    expect((await suite.onlySpan()).attributes).toMatchObject({
      "http.request.resend_count": 1,
      "http.response.status_code": 503,
    });
  });
}
