// SPDX-License-Identifier: Apache-2.0
import { GoogleGenAIInstrumentation } from "@outlay/instrumentation-google-genai";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { expect, it } from "vitest";

import { tracedBatchJob } from "../src/batch-results.ts";

/** What is billed of a job that `batches.get()` resolves to. */
async function billsOf(job: unknown, instrumentation = new GoogleGenAIInstrumentation()): Promise<Operation[]> {
  const operations: Operation[] = [];
  const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
  const get = tracedBatchJob(instrumentation, () => Promise.resolve(job));
  expect(await get.call({})).toBe(job);
  stop();
  instrumentation.disable();
  return operations;
}

it("bills embeddings by the counts that are told with them", async () => {
  const inlinedEmbedContentResponses = [
    { response: { embedding: { values: [1] }, tokenCount: "7" } },
    { response: { embedding: { values: [1] } } },
    { error: { code: 400 } },
  ];
  const job = {
    name: "batches/embeddings",
    model: "models/gemini-embedding-001",
    dest: { inlinedEmbedContentResponses },
  };
  const embeddings = { operationName: "embeddings", requestModel: "models/gemini-embedding-001", serviceTier: "batch" };
  expect(await billsOf(job)).toMatchObject([
    { ...embeddings, usage: { inputTokens: 7 }, usageStatus: "reported" },
    { ...embeddings, usageStatus: "missing" },
  ]);
});

it.each([
  ["waits", { name: "batches/1", state: "JOB_STATE_PENDING" }],
  ["has its results in a file", { name: "batches/2", dest: { fileName: "files/1" } }],
  ["has no name", { dest: { inlinedResponses: [{ response: {} }] } }],
  ["is nothing", undefined],
])("bills nothing of a job that %s", async (_name, job) => {
  expect(await billsOf(job)).toEqual([]);
});

it("bills nothing while it is switched off", async () => {
  const job = { name: "batches/off", dest: { inlinedResponses: [{ response: {} }] } };
  expect(await billsOf(job, new GoogleGenAIInstrumentation({ enabled: false }))).toEqual([]);
  expect(await billsOf(job)).toHaveLength(1);
});
