// SPDX-License-Identifier: Apache-2.0
import { SpanStatusCode } from "@opentelemetry/api";
import { enforcePolicy, observeOperations, refusalError } from "@outlay/core";
import type { Admission, Operation, PendingCall } from "@outlay/core";
import { afterEach, describe, expect, it } from "vitest";

import { PROMPT, readAll, rejectionOf } from "../suite.ts";
import type { Suite } from "../suite.ts";

const CODE = "refused_by_test";
const EDIT = { model: "another-model", maxOutputTokens: 7 };

let asked: PendingCall[] = [];
let released = 0;
let SdkErrorGiven: ErrorConstructor | undefined;
let stop: () => void = () => undefined;

/** A policy that says the same of every call: at once, or when somebody elsewhere has answered. */
function say(admission: Admission, when: When): void {
  asked = [];
  released = 0;
  stop = enforcePolicy({
    admit: (call) => {
      asked.push(call);
      const said = { id: "held", release: () => (released += 1), ...admission };
      return when === "at once" ? said : new Promise((resolve) => setImmediate(() => resolve(said)));
    },
  });
}

const REFUSE: Admission = {
  refusal: {
    createError: (SdkError) => {
      SdkErrorGiven = SdkError;
      return refusalError(SdkError, { name: "TestRefusal", message: "no", fields: { code: CODE, status: 402 } });
    },
  },
};

type When = "at once" | "after asking elsewhere";
const WHEN: readonly When[] = ["at once", "after asking elsewhere"];

/** Policies have the first word: a refused call does not leave the process, an edited one leaves as edited. */
export function policyCases(suite: Suite): void {
  if (suite.surface.errorClass === undefined) return;
  describe("a policy that the program put in force", () => {
    afterEach(() => stop());
    refusals(suite);
    admissions(suite);
    if (suite.surface.edited !== undefined) edits(suite);
  });
}

function refusals(suite: Suite): void {
  const { surface } = suite;
  const { stream } = surface;
  const ways = [
    { name: "a call", run: () => surface.create(suite.provider, { prompt: PROMPT, maxRetries: 2 }) },
    ...(stream === undefined
      ? []
      : [{ name: "a stream", run: async () => readAll(await stream(suite.provider, { prompt: PROMPT })) }]),
    ...(surface.variants ?? [])
      .filter(({ aborts }) => aborts !== true)
      .map((variant) => ({
        name: `what ${variant.name} sends`,
        run: () => variant.run(suite.provider, { prompt: PROMPT }),
      })),
  ];

  describe.each(WHEN)("refuses %s", (when) => {
    it.each(ways)("$name with an error of the SDK's own kind, and nothing is sent", async ({ run }) => {
      const before = suite.provider.requests.length;
      say(REFUSE, when);
      const rejection = await rejectionOf(run());

      expect(causes(rejection)).toContainEqual(expect.objectContaining({ code: CODE, status: 402 }));
      expect(suite.provider.requests).toHaveLength(before);
      const SdkError = surface.errorClass?.();
      if (SdkError !== undefined) expect(SdkErrorGiven).toBe(SdkError);
      for (const span of await suite.spans()) {
        expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: CODE });
      }
    });
  });
}

function admissions(suite: Suite): void {
  const { surface } = suite;

  it.each(WHEN)("admits %s, and the call and its operation are as ever", async (when) => {
    const operations: Operation[] = [];
    const stopObserving = observeOperations({ operationEnded: (operation) => operations.push(operation) });
    say({}, when);
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });
    stopObserving();

    expect(operations).toEqual([expect.objectContaining({ admissionId: "held", status: "ok" })]);
    expect(operations[0]?.sent).toBeUndefined();
    expect((await suite.onlySpan()).attributes).toMatchObject(surface.usage.attributes);
    expect(released).toBe(0);
    expect(asked.map(({ request }) => request.model)).toEqual([operations[0]?.requestModel]);
  });

  it("that throws, or rejects, stops nothing", async () => {
    const policies = [
      () => Promise.reject(new Error("a bug")),
      () => (undefined as unknown as { x: { y: never } }).x.y,
    ];
    const stops = policies.map((admit) => enforcePolicy({ admit }));
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });
    for (const stopOne of stops) stopOne();

    expect((await suite.onlySpan()).attributes).toMatchObject(surface.usage.attributes);
  });
}

function edits(suite: Suite): void {
  const { surface } = suite;

  it.each(WHEN)("changes the request %s, on the wire only, and the span says so", async (when) => {
    say({ edit: EDIT }, when);
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt: PROMPT });

    const request = suite.provider.requests.at(-1);
    expect(request && surface.edited?.(request)).toEqual(EDIT);
    const { attributes } = await suite.onlySpan();
    expect(attributes["gen_ai.request.model"]).toBe(surface.requestAttributes["gen_ai.request.model"]);
    expect(attributes["outlay.request.edits"]).toEqual(["model", "max_output_tokens"]);
  });

  it("learns what the request sends, and its cap", async () => {
    say(REFUSE, "at once");
    await Promise.allSettled([surface.create(suite.provider, { prompt: PROMPT })]);

    expect(JSON.stringify(asked[0]?.outgoing?.input)).toContain(PROMPT);
  });
}

/** An error and what it says it was caused by: helpers wrap what they pass on. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (
    let next = error;
    next !== undefined && next !== null && chain.length < 8;
    next = Reflect.get(Object(next), "cause")
  )
    chain.push(next);
  return chain;
}
