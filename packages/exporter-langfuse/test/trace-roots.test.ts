// SPDX-License-Identifier: Apache-2.0
import { TraceRoots } from "@outlay/exporter-langfuse";
import { describe, expect, it } from "vitest";

import { spanWith } from "./spans.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const REMOTE = { traceId: TRACE, spanId: "00f067aa0ba902b7", traceFlags: 1, isRemote: true };

describe("TraceRoots", () => {
  it("reads an open root live: servers name it when the route is known", () => {
    const roots = new TraceRoots();
    const root = { ...spanWith({}), name: "GET", attributes: {} as Record<string, unknown> };
    roots.onStart(root);
    root.name = "GET /trips/:id";
    root.attributes["user.id"] = "user-1";
    expect(roots.attributesOf(TRACE)).toEqual({
      "langfuse.trace.name": "GET /trips/:id",
      "langfuse.user.id": "user-1",
    });
  });

  it("keeps no span once it has ended", () => {
    const roots = new TraceRoots();
    const root = { ...spanWith({ "gen_ai.input.messages": "long", "session.id": "s" }), name: "root" };
    roots.onStart(root);
    roots.onEnd(root);
    root.name = "changed";
    expect(roots.attributesOf(TRACE)).toEqual({ "langfuse.trace.name": "root", "langfuse.session.id": "s" });
  });

  it("prefers the name the application gave the trace", () => {
    const roots = new TraceRoots();
    roots.onEnd(spanWith({ "langfuse.trace.name": "nightly import" }));
    expect(roots.attributesOf(TRACE)["langfuse.trace.name"]).toBe("nightly import");
  });

  it("does not name a trace that started in another process, but passes on its user", () => {
    const roots = new TraceRoots();
    roots.onEnd(spanWith({ "user.id": "user-1" }, { parentSpanContext: REMOTE }));
    expect(roots.attributesOf(TRACE)).toEqual({ "langfuse.user.id": "user-1" });
  });

  it("takes no child for a root", () => {
    const roots = new TraceRoots();
    roots.onEnd(spanWith({}, { parentSpanContext: { ...REMOTE, isRemote: false } }));
    expect(roots.attributesOf(TRACE)).toEqual({});
  });

  it("keeps the first root of a trace", () => {
    const roots = new TraceRoots();
    const other = () => ({ traceId: TRACE, spanId: "1111111111111111", traceFlags: 1 });
    roots.onStart(spanWith({}, { name: "first" }));
    roots.onStart(spanWith({}, { name: "second", spanContext: other }));
    roots.onEnd(spanWith({}, { name: "second", spanContext: other }));
    expect(roots.attributesOf(TRACE)["langfuse.trace.name"]).toBe("first");
  });

  it("remembers 10 000 traces and forgets the oldest for the next", () => {
    const roots = new TraceRoots();
    const id = (index: number): string => index.toString(16).padStart(32, "0");
    for (let index = 1; index <= 10_001; index += 1) {
      roots.onStart(spanWith({}, { spanContext: () => ({ ...REMOTE, traceId: id(index) }) }));
    }
    expect(roots.attributesOf(id(1))).toEqual({});
    expect(roots.attributesOf(id(2))).not.toEqual({});
    expect(roots.attributesOf(id(10_001))).not.toEqual({});
  });
});
