// SPDX-License-Identifier: Apache-2.0
import type { PriceProblem } from "./cost.ts";
import { canonicalProvider } from "./provider-name.ts";

/** A name under which a model may be listed, and what was learnt on the way to it. */
export interface ModelCandidate {
  readonly provider: string;
  readonly id: string;
  /** Region that the id named, as Bedrock profiles do. */
  readonly region?: string;
  readonly problem?: PriceProblem;
}

/** Something around a model's own name. */
export interface Wrapping {
  readonly pattern: RegExp;
  readonly providers?: readonly string[];
  readonly problem?: PriceProblem;
}

const BEDROCK = ["aws.bedrock"];

/** What stands in front of or behind a model's own name; each is taken off in turn. Named group `region` is kept. */
export const WRAPPINGS: readonly Wrapping[] = [
  {
    pattern: /^arn:aws[\w-]*:bedrock:(?<region>[\w-]*):\d*:(?:inference-profile|foundation-model)\//,
    providers: BEDROCK,
  },
  { pattern: /^(?:projects\/[^/]+\/locations\/(?<region>[^/]+)\/)?publishers\/[^/]+\/models\// },
  { pattern: /^models\// },
  { pattern: /^(?<region>us-gov|us|eu|apac|jp|au|ca|global)\.(?=[a-z0-9]+\.)/, providers: BEDROCK },
  { pattern: /\[1m\]$/ },
  { pattern: /:(?:nitro|floor|exacto|online|thinking|beta)$/, problem: "variant_dropped" },
];

const DATE_MARKERS: readonly Wrapping[] = [
  { pattern: /-20[2-3]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/ },
  { pattern: /[-@]20[2-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/ },
  { pattern: /-(?:0[1-9]|1[0-2])-20[2-3]\d$/ },
  { pattern: /-v\d+(?::\d+){0,2}$/, providers: BEDROCK },
];

/** Date and version markers: the only endings that may be dropped from a model's own name. */
export const MARKERS: readonly Wrapping[] = [
  ...DATE_MARKERS,
  { pattern: /[-@](?:latest|default)$/ },
  { pattern: /-00\d$/, providers: ["gcp.gemini", "gcp.vertex_ai"] },
];

/** `ft:<base>:<organisation>:<name>:<id>`, or Azure's `<base>.ft-<id>`: the base is listed as `ft:<base>`. */
export const FINE_TUNES: readonly RegExp[] = [/^ft:(?<base>[^:]+)(?::.*)?$/, /^(?<base>.+)\.ft-.*$/];

/** A router's variants that cost nothing, whatever the model: listed once, as `*:free`. */
export const FREE_VARIANT = ":free";

/** A server of one's own, which nobody bills, whatever the model: listed once, as `*`. */
export const OWN_SERVER = "ollama";
/** Models that such a server passes on to its vendor's cloud, which does bill: `gpt-oss:120b-cloud`, `gemma4:cloud`. */
export const PASSED_ON: RegExp = /[:-]cloud$/;

/** Router prefixes that name who serves the model: `openai/gpt-5`, `vertex_ai/gemini-2.5-pro`. */
export const VENDOR_PREFIX: RegExp = /^(?<vendor>[a-z0-9_.-]+)\/(?<rest>.+)$/;

function applies(wrapping: Wrapping, provider: string): boolean {
  return wrapping.providers === undefined || wrapping.providers.includes(provider);
}

function unwrap(candidate: ModelCandidate, wrapping: Wrapping): ModelCandidate | undefined {
  if (!applies(wrapping, candidate.provider)) return undefined;
  const match = wrapping.pattern.exec(candidate.id);
  if (match === null || match[0].length === candidate.id.length) return undefined;
  const region = match.groups?.["region"] || candidate.region;
  const problem = wrapping.problem ?? candidate.problem;
  return {
    provider: candidate.provider,
    id: candidate.id.replace(wrapping.pattern, ""),
    ...(region === undefined ? {} : { region }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Drops date and version markers one after the other, yielding what is left each time. */
function* dropMarkers(from: ModelCandidate, markers: readonly Wrapping[] = MARKERS): Generator<ModelCandidate> {
  let candidate: ModelCandidate | undefined = from;
  while (candidate !== undefined) {
    yield candidate;
    const whole: ModelCandidate = candidate;
    candidate = undefined;
    for (const marker of markers) candidate ??= unwrap(whole, marker);
  }
}

function fineTuneBase(id: string): string | undefined {
  for (const pattern of FINE_TUNES) {
    const base = pattern.exec(id)?.groups?.["base"];
    if (base !== undefined) return `ft:${base}`;
  }
  return undefined;
}

/** The same model under the vendor that a router prefix names. */
function underVendor(candidate: ModelCandidate): ModelCandidate | undefined {
  const groups = VENDOR_PREFIX.exec(candidate.id)?.groups;
  const vendor = groups?.["vendor"];
  const id = groups?.["rest"];
  if (vendor === undefined || id === undefined) return undefined;
  const provider = canonicalProvider(vendor);
  const foreign = provider !== candidate.provider;
  return { ...candidate, provider, id, ...(foreign ? { problem: "priced_as_other_provider" as const } : {}) };
}

function* spellings(first: ModelCandidate): Generator<ModelCandidate> {
  yield first;
  let candidate = first;
  for (const wrapping of WRAPPINGS) {
    const inner = unwrap(candidate, wrapping);
    if (inner === undefined) continue;
    candidate = inner;
    yield candidate;
  }
  const fineTune = fineTuneBase(candidate.id);
  if (fineTune === undefined) yield* dropMarkers(candidate);
  else yield* dropMarkers({ ...candidate, id: fineTune });
}

/** `us.anthropic.claude-…`, `amazon.nova-…`, ARNs: ids of Bedrock, whatever the SDK calls its provider. */
export const BEDROCK_ID: RegExp =
  /^arn:aws|^(?:(?:us-gov|us|eu|apac|jp|au|ca|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21)\.[a-z]/;

/**
 * Names to look a model up by, best first: as given, without what routers and clouds wrap around it, without date
 * and version markers. Nothing else is ever dropped, so an unknown model stays unknown.
 */
export function* modelCandidates(provider: string, model: string): Generator<ModelCandidate> {
  const given: ModelCandidate = { provider, id: model.trim().toLowerCase() };
  yield* spellings(given);
  if (provider !== "aws.bedrock" && BEDROCK_ID.test(given.id)) yield* spellings({ ...given, provider: "aws.bedrock" });
  if (given.id.endsWith(FREE_VARIANT)) yield { ...given, id: `*${FREE_VARIANT}` };
  if (provider === OWN_SERVER && !PASSED_ON.test(given.id)) yield { ...given, id: "*" };
  const routed = underVendor(given);
  if (routed !== undefined) yield* spellings(routed);
}

function shortest(provider: string, id: string, markers: readonly Wrapping[]): string {
  let last = id;
  for (const candidate of dropMarkers({ provider, id }, markers)) last = candidate.id;
  return last;
}

/** An id without date and version markers. */
export function withoutMarkers(provider: string, id: string): string {
  return shortest(provider, id, MARKERS);
}

/** An id without date markers: how the table's compiler finds the undated name of a snapshot. */
export function withoutDateMarkers(provider: string, id: string): string {
  return shortest(provider, id, DATE_MARKERS);
}
