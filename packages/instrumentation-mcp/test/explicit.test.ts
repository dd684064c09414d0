// SPDX-License-Identifier: Apache-2.0
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { McpServer, Server } from "@modelcontextprotocol/server";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { SdkInstrumentation } from "@outlay/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { instrumentMcp } from "../src/index.ts";
import { connect } from "./connect.ts";
import { BUILDS } from "./load-sdk.ts";

let telemetry: Telemetry;
beforeAll(() => {
  telemetry = startTelemetry();
});
afterAll(() => telemetry.shutdown());

describe("classes that are named", () => {
  it("are traced, once, however often they are named, and not any more when that is disabled", async () => {
    const sdk = await BUILDS.find(({ major }) => major === 2)?.load();
    if (sdk === undefined) throw new Error("no build of version 2");
    const instrumentations = [Client, Server, Client].map((one) => instrumentMcp(one));
    for (const [index, expected] of [2, 0].entries()) {
      const connection = await connect({ ...sdk, Client, McpServer, InMemoryTransport });
      await telemetry.clear();
      await connection.client.callTool({ name: "add", arguments: { a: 1, b: 2 } });
      expect(await telemetry.spans()).toHaveLength(expected);
      await connection.close();
      if (index === 0) for (const one of instrumentations) one.disable();
    }
  });

  it("may be anything: what is no class of the SDK is said and left alone", () => {
    expect(instrumentMcp({})).toBeInstanceOf(SdkInstrumentation);
  });
});
