// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";

import type { Operation } from "@outlay/core";
import { expect, it } from "vitest";

import { createPriceEngine } from "../src/index.ts";
import type { PriceQuery } from "../src/index.ts";

const SOURCES = new URL("../src/", import.meta.url);

const operation: Operation = {
  provider: "openai",
  operationName: "chat",
  requestModel: "gpt-5",
  responseModel: "gpt-5-2025-08-07",
  startTimeMs: Date.parse("2026-06-01T12:00:00Z"),
  endTimeMs: Date.parse("2026-06-01T12:00:02Z"),
  stream: true,
  usage: { inputTokens: 1000, cacheReadTokens: 400, outputTokens: 50 },
  usageStatus: "reported",
  serviceTier: "default",
  status: "ok",
  attributes: { "team.id": "search" },
  source: { kind: "patch", scope: "test", dialect: "outlay" },
};

it("prices an operation as it is", () => {
  const query: PriceQuery = operation;
  expect(createPriceEngine().price(query)).toEqual({
    status: "priced",
    totalPicoUsd: 600 * 1_250_000 + 400 * 125_000 + 50 * 10_000_000,
    parts: { uncachedInput: 600 * 1_250_000, cacheRead: 400 * 125_000, output: 50 * 10_000_000 },
    provider: "openai",
    modelId: "gpt-5",
    matchedBy: "response",
    rowSource: "overlay",
    verified: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
    tier: "standard",
    bandOverTokens: 0,
    tableVersion: createPriceEngine().tableVersion,
    problems: [],
  });
});

it("does not touch what it prices", () => {
  const before = structuredClone(operation);
  createPriceEngine().price(operation);
  expect(operation).toEqual(before);
});

it("imports types of core and nothing else, so that it runs in browsers and edge runtimes", () => {
  for (const file of readdirSync(SOURCES)) {
    const text = readFileSync(new URL(file, SOURCES), "utf8");
    const imported = [...text.matchAll(/^(import|export) (type )?.*? from "([^"]+)";$/gms)];
    for (const [, , type, from] of imported) {
      expect(from?.startsWith("./") || (type !== undefined && from === "@outlay/core"), `${file}: ${from}`).toBe(true);
    }
    expect(text, file).not.toMatch(/\b(?:process|Buffer|__dirname|require)\b[.(]/);
    expect(text, file).not.toMatch(/Date\.now|performance\.now|new Date\(\)/);
  }
});
