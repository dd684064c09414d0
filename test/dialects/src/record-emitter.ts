// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";

import { startAnswers } from "./answers.ts";
import type { Fixture } from "./fixture.ts";
import type { ScriptedCall } from "./scripted-calls.ts";
import { EPOCH_MS, SpanRecorder } from "./span-recorder.ts";
import { StableValues } from "./stable-value.ts";

/** A program that is run, and what the provider answers to it, call by call. */
export interface RecordedCase {
  readonly calls: readonly ScriptedCall[];
  /** `answersUrl` serves what calls have as their `answer`, whatever is asked. */
  readonly run: (provider: FakeProvider, answersUrl: string) => Promise<void>;
}

/** Who is recorded. Dependencies are named as in this workspace; a fixture names what is behind an alias. */
export interface Emitter {
  readonly package: string;
  readonly sdk: string;
  /** Sets tracing up as a user of the package would, and returns the programs to run. */
  load(recorder: SpanRecorder): Promise<Record<string, RecordedCase>>;
}

/** Makes the global tracer provider of a program, as its user would. */
export function useTracing(recorder: SpanRecorder): BasicTracerProvider {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = new BasicTracerProvider({ spanProcessors: [recorder] });
  trace.setGlobalTracerProvider(provider);
  return provider;
}

/**
 * Runs the cases and writes what the emitter made of them, one file for each.
 *
 * The process belongs to one emitter: most of them patch the SDK for good.
 */
export async function recordEmitter(name: string, emitter: Emitter, fixtures: string): Promise<void> {
  const recorder = new SpanRecorder();
  const cases = await emitter.load(recorder);
  const emitterPackage = installed(emitter.package);
  const sdk = installed(emitter.sdk);
  const folder = join(fixtures, `${name}@${emitterPackage.version}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [caseName, recordedCase] of Object.entries(cases)) {
    recorder.take();
    const fixture: Fixture = {
      header: {
        emitter: name,
        package: emitterPackage.name,
        version: emitterPackage.version,
        sdk: sdk.name,
        sdkVersion: sdk.version,
        recorded: "by running it",
      },
      ...(await runCase(recorder, recordedCase)),
    };
    writeFileSync(join(folder, `${caseName}.json`), `${JSON.stringify(fixture, undefined, 2)}\n`);
  }
}

async function runCase(
  recorder: SpanRecorder,
  { calls, run }: RecordedCase,
): Promise<Pick<Fixture, "calls" | "spans">> {
  const now = (): number => EPOCH_MS;
  await using provider = await startFakeProvider({ now, script: calls.flatMap(({ step }) => step ?? []) });
  await using answers = await startAnswers(calls.map(({ answer }) => answer).filter((answer) => answer !== undefined));
  await run(provider, answers.url);
  if (provider.remainingSteps.length > 0) throw new Error(`${provider.remainingSteps.length} calls were not made`);
  const stable = new StableValues([provider.url, answers.url]);
  const spans = recorder
    .take()
    .map((span) => ({ ...span, name: stable.text(span.name), attributes: stable.attributes(span.attributes) }));
  return { calls: calls.map(({ truth }) => truth), spans };
}

/** Name and version of a dependency, by the name it is installed under. */
function installed(dependency: string): { name: string; version: string } {
  const path = join(dirname(fileURLToPath(import.meta.url)), "../node_modules", dependency, "package.json");
  const { name, version } = JSON.parse(readFileSync(path, "utf8")) as { name: string; version: string };
  return { name, version };
}
