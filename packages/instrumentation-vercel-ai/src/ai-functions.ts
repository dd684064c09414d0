// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, watchModuleFiles } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import type { ModelKind } from "./models/adapters.ts";
import { traceModel } from "./models/discover.ts";
import { ownTracer, recordStructure, rememberSelected } from "./structure/recorded-spans.ts";
import { withArguments } from "./structure/run-arguments.ts";

/** The package whose functions are replaced in the one file that declares and calls them. */
export const AI_PACKAGE = { packageName: "ai", versions: ">=5.0.0 <8", file: "dist/index" } as const;

type Wrap = (host: TracingHost, original: AnyMethod) => AnyMethod;

/** Functions that are given a model, as their argument or as `model` in it. Which of them there are depends on the major. */
const GIVEN_MODELS: readonly (readonly [kind: ModelKind, names: readonly string[]])[] = [
  ["language", ["resolveLanguageModel", "asLanguageModelV3", "asLanguageModelV4", "wrapLanguageModel"]],
  ["embedding", ["resolveEmbeddingModel", "asEmbeddingModelV3", "asEmbeddingModelV4", "wrapEmbeddingModel"]],
  ["image", ["resolveImageModel", "asImageModelV3", "asImageModelV4", "wrapImageModel"]],
  ["reranking", ["resolveRerankingModel", "asRerankingModelV4"]],
  ["speech", ["resolveSpeechModel", "asSpeechModelV4", "generateSpeech"]],
  ["transcription", ["resolveTranscriptionModel", "asTranscriptionModelV4", "transcribe"]],
];

const WRAPS: ReadonlyMap<string, Wrap> = new Map<string, Wrap>([
  ...GIVEN_MODELS.flatMap(([kind, names]) => names.map((name) => [name, givenModel(kind)] as const)),
  ["generateText", withArguments],
  ["streamText", withArguments],
  ["getTracer", ownTracer],
  ["selectTelemetryAttributes", rememberSelected],
  ["recordSpan", recordStructure],
]);

/** Marks what was replaced, for other copies of this package. */
const REPLACED = Symbol.for("@outlay/instrumentation-vercel-ai@1");

type Names = { [name: string]: unknown };

/** Functions of files that were loaded while somebody watched: they are replaced again when that one is enabled again. */
const knownNames = new WeakMap<TracingHost, Names[]>();

/**
 * Replaces functions of `ai`, as it is loaded and where it was.
 *
 * @returns Puts them back.
 */
export function replaceAiFunctions(host: TracingHost): () => void {
  const known = knownNames.get(host) ?? [];
  knownNames.set(host, known);
  const undo: (() => void)[] = [];
  const replaceAll = (names: Names): void => {
    for (const [name, wrap] of WRAPS) undo.push(replace(names, name, (original) => wrap(host, original)));
  };
  known.forEach(replaceAll);
  const stop = watchModuleFiles([
    {
      ...AI_PACKAGE,
      exportNames: [...WRAPS.keys()],
      onLoad: (names) => {
        // Of files that were loaded before there are only the exports, which nobody can assign to.
        if (Object.getOwnPropertyDescriptor(names, "generateText")?.set === undefined) return;
        known.push(names);
        replaceAll(names);
      },
    },
  ]);
  return () => {
    stop();
    for (const putBack of undo.splice(0)) putBack();
  };
}

function replace(names: Names, name: string, wrap: (original: AnyMethod) => AnyMethod): () => void {
  const original = names[name];
  if (typeof original !== "function" || Object.hasOwn(original, REPLACED)) return () => undefined;
  const wrapper = wrap(original as AnyMethod);
  Object.defineProperty(wrapper, REPLACED, { value: true });
  for (const property of ["name", "length"] as const) {
    Object.defineProperty(wrapper, property, { value: original[property], configurable: true });
  }
  try {
    names[name] = wrapper;
  } catch {
    // A constant, which `wrapLanguageModel` is in some majors: these call another function of the table.
  }
  return () => {
    if (names[name] === wrapper) names[name] = original;
  };
}

function givenModel(kind: ModelKind): Wrap {
  return (host, original) =>
    function (this: unknown, ...args: unknown[]): unknown {
      const result: unknown = original.apply(this, args);
      if (!host.isEnabled()) return result;
      const [argument] = args;
      // A model that is named by a text is made by the provider that is the default.
      const given = typeof argument === "string" ? result : argument;
      traceModel(host, given, kind);
      traceModel(host, fieldsOf<{ model: unknown }>(given).model, kind);
      return result;
    };
}
