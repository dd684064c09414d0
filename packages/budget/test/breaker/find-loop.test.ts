// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { findLoop } from "../../src/index.ts";
import type { RepeatDefinition, RepeatedCall } from "../../src/index.ts";
import { printFigure } from "../print-figure.ts";

const call = (name: string, input: unknown = {}, result: unknown = "same"): RepeatedCall => ({ name, input, result });
const rounds = (...calls: RepeatedCall[]): RepeatedCall[][] => calls.map((one) => [one]);
const read = call("read_file", { path: "a.ts" });
const list = call("list", { path: "." });
const test = call("run_tests", {}, "2 failed");

/** Conversations that get on; none may ever count three rounds. */
const BENIGN: [name: string, rounds: RepeatedCall[][], repeat?: RepeatDefinition][] = [
  ["nothing yet", []],
  ["different calls", rounds(read, list, test)],
  ["a poll whose answer changes", rounds(...[1, 2, 3, 4, 5].map((done) => call("poll_job", { id: 1 }, { done })))],
  ["a fan-out of equal calls in one round", [[read, read, read, read, read]]],
  [
    "the same test after each edit",
    rounds(test, call("edit", { n: 1 }), test, call("edit", { n: 2 }), test, call("edit", { n: 3 }), test),
  ],
  [
    "a tool that never counts",
    rounds(...Array.from({ length: 9 }, () => call("poll_job"))),
    { tools: { poll_job: false } },
  ],
  ["the same file read again after something new", rounds(read, list, read, call("grep", { q: "x" }), read)],
  [
    "results that differ in what is not ignored",
    rounds(call("a", {}, { at: 1 }), call("a", {}, { at: 2 }), call("a", {}, { at: 3 })),
  ],
];

/** Conversations that do not, and after how many rounds of what. */
const LOOPS: [name: string, rounds: RepeatedCall[][], count: number, tools: string[], repeat?: RepeatDefinition][] = [
  ["the same call", rounds(read, read, read), 3, ["read_file"]],
  ["the same call after others", rounds(list, test, read, read, read), 3, ["read_file"]],
  ["A-B-A-B", rounds(read, list, read, list, read), 3, ["list", "read_file"]],
  [
    "A-B-C three times",
    rounds(read, list, test, read, list, test, read, list, test),
    3,
    ["read_file", "list", "run_tests"],
  ],
  [
    "arguments in another order",
    rounds(call("a", { x: 1, y: 2 }), call("a", { y: 2, x: 1 }), call("a", '{"y":2, "x":1}')),
    3,
    ["a"],
  ],
  [
    "arguments that say nothing",
    rounds(...[1, 2, 3].map((requestId) => call("a", { q: "x", requestId }))),
    3,
    ["a"],
    { ignoreArgs: ["requestId"] },
  ],
  [
    "only the arguments that count",
    rounds(...[1, 2, 3].map((page) => call("search", { query: "x", page }))),
    3,
    ["search"],
    { tools: { search: { key: ["query"] } } },
  ],
  [
    "a changing answer, when answers do not count",
    rounds(...[1, 2, 3].map((n) => call("poll", {}, n))),
    3,
    ["poll"],
    { resultAware: false },
  ],
  ["a failing call", rounds(...Array.from({ length: 6 }, () => call("deploy", {}, "timeout"))), 6, ["deploy"]],
];

describe("findLoop", () => {
  it.each(BENIGN)("scenario 26: sees none in %s", (_name, conversation, repeat = {}) => {
    expect(findLoop(conversation, repeat)?.rounds ?? 0).toBeLessThan(3);
  });

  it.each(LOOPS)("scenario 26: counts %s", (_name, conversation, count, tools, repeat = {}) => {
    expect(findLoop(conversation, repeat)).toEqual({ rounds: count, tools });
  });

  it("scenario 26: counts to the exact round", () => {
    const counts = [1, 2, 3, 4].map((length) => findLoop(rounds(...Array.from({ length }, () => read)), {})?.rounds);
    expect(counts).toEqual([undefined, 2, 3, 4]);
    const tripped = BENIGN.filter(
      ([, conversation, repeat = {}]) => (findLoop(conversation, repeat)?.rounds ?? 0) >= 3,
    );
    const exact = LOOPS.filter(([, loop, count, , repeat = {}]) => findLoop(loop, repeat)?.rounds === count);
    printFigure(
      "26",
      `${tripped.length} of ${BENIGN.length} benign conversations trip, ${exact.length} of ${LOOPS.length} loops at their exact round`,
    );
  });

  it("forgets a loop that something new has ended", () => {
    expect(findLoop(rounds(read, read, read, read, list), {})).toBeUndefined();
    expect(findLoop(rounds(read, read, read, list, read), {})?.rounds).toBe(2);
  });

  it("scenario 26: never throws, and is the same after a restart, whatever the conversation holds", () => {
    const anyCall = fc.record({ name: fc.string(), input: fc.anything(), result: fc.anything() });
    fc.assert(
      fc.property(fc.array(fc.array(anyCall, { maxLength: 3 }), { maxLength: 20 }), (conversation) => {
        expect(findLoop(conversation, {})).toEqual(findLoop(conversation, {}));
      }),
    );
  });
});
