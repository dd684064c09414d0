// SPDX-License-Identifier: Apache-2.0
import { canonicalProvider } from "@outlay/pricing";
import { OUTLAY, PROVIDER_ALIASES } from "@outlay/semconv";

import { allOf, anyOf, attribute, isMissing, isThere, local, lookUp, note, quoted, set } from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";

/** The table, read into the statement when the Collector starts. */
export const TABLE = "${file:${env:OUTLAY_PRICES:-prices.yaml}}";

/** Vendors' words for a service tier, by the tier whose rates they mean; a word that is not here is a tier's own name. */
const TIER_WORDS: Readonly<Record<string, string>> = {
  auto: "standard",
  default: "standard",
  standard_only: "standard",
  on_demand: "standard",
  "on-demand": "standard",
  on_demand_flex: "flex",
  on_demand_priority: "priority",
  batch_api: "batch",
};

const BEDROCK = "aws.bedrock";
const GOOGLE = ["gcp.gemini", "gcp.vertex_ai"] as const;
const PROFILE = "^(?P<place>us-gov|us|eu|apac|jp|au|ca|global)[.][a-z0-9]+[.]";
/** Ids of Bedrock, whatever the SDK calls its provider. */
const BEDROCK_ID =
  "^(?:arn:aws|(?:(?:us-gov|us|eu|apac|jp|au|ca|global)[.])?(?:anthropic|amazon|meta|mistral|cohere|ai21)[.][a-z])";

/** What clouds and routers wrap around a name. */
const WRAPPINGS = [
  "^arn:aws[a-z0-9_-]*:bedrock:[a-z0-9_-]*:[0-9]*:(?:inference-profile|foundation-model)/",
  "^(?:projects/[^/]+/locations/[^/]+/)?publishers/[^/]+/models/",
  "^models/",
  "[[]1m]$",
] as const;

/** Date and version markers: nothing else is ever dropped from a name. */
const MARKERS =
  "(?:-20[23][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|[-@]20[23][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|-(?:0[1-9]|1[0-2])-20[23][0-9]|[-@](?:latest|default)|-v[0-9]+(?::[0-9]+){0,2})+$";

/** Providers' names in routers' prefixes, by whose price list holds. */
const VENDORS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(PROVIDER_ALIASES).map((name) => [name, canonicalProvider(name)] as const),
);

const name = local("name");
const row = note("row");
const biller = note("biller");
const region = note("region");

function namedBy(which: "response" | "request"): Ottl {
  return note(which === "response" ? "responseModel" : "model");
}

/** Notes the row of a call's model: by the name as it is, without what is wrapped around it, without markers. */
export function lookUpGroups(providers: readonly string[]): readonly StatementGroup[] {
  const find = set(row, `ParseJSON(${lookUp(TABLE, biller, name)})`, allOf([isThere(biller), isThere(name)]));
  const base = { context: "span", error_mode: "silent" } as const;
  const isOpen = allOf([isThere(note("operation")), isMissing(row)]);
  return [
    { ...base, conditions: [isThere(note("operation"))], statements: [...termStatements(), ...nameStatements(), find] },
    { ...base, conditions: [isOpen], statements: [...unwrapStatements(providers), find] },
    { ...base, conditions: [isOpen], statements: [...shortenStatements(), find] },
  ];
}

/** Tier and region, as the call says them. */
function termStatements(): readonly Ottl[] {
  const tier = note("tier");
  const word = local("word");
  return [
    set(tier, quoted("standard")),
    set(word, `ToLowerCase(${note("serviceTier")})`, isThere(note("serviceTier"))),
    set(tier, word),
    set(tier, lookUp(TIER_WORDS, word), isThere(word)),
    set(region, `ToLowerCase(${attribute(OUTLAY.RESPONSE_REGION)})`, isThere(attribute(OUTLAY.RESPONSE_REGION))),
    set(
      region,
      attribute("cloud.region"),
      allOf([isMissing(region), `${biller} == ${quoted(BEDROCK)}`, `IsString(${attribute("cloud.region")})`]),
    ),
  ];
}

/** The model that served the call; the one asked for where nobody says. */
function nameStatements(): readonly Ottl[] {
  const [response, request] = [namedBy("response"), namedBy("request")];
  return [
    set(note("by"), quoted("response"), allOf([`IsString(${response})`, `${response} != ""`])),
    set(note("by"), quoted("request"), isMissing(note("by"))),
    set(note("name"), `ToLowerCase(Trim(${response}))`, `${note("by")} == "response"`),
    set(note("name"), `ToLowerCase(Trim(${request}))`, `${note("by")} == "request"`),
    set(name, note("name")),
  ];
}

function unwrapStatements(providers: readonly string[]): readonly Ottl[] {
  const [place, vendor] = [local("place"), local("vendor")];
  const isListed = anyOf(providers.map((provider) => `${biller} == ${quoted(provider)}`));
  return [
    set(name, note("name")),
    // A router names who serves the model: `vertex_ai/gemini-2.5-pro`.
    set(
      vendor,
      `ExtractPatterns(${name}, "^(?P<vendor>[a-z0-9_.-]+)/")["vendor"]`,
      anyOf([`${biller} == "openai"`, `${biller} == "openrouter"`, `not ${isListed}`]),
    ),
    `replace_pattern(${name}, "^[a-z0-9_.-]+/", "") where ${isThere(vendor)}`,
    set(note("routed"), "true", allOf([isThere(vendor), `${vendor} != ${biller}`])),
    set(biller, vendor),
    set(biller, lookUp(VENDORS, vendor), isThere(vendor)),
    set(biller, quoted(BEDROCK), `IsMatch(${name}, ${quoted(BEDROCK_ID)})`),
    ...WRAPPINGS.map((pattern) => `replace_pattern(${name}, ${quoted(pattern)}, "")`),
    set(place, `ExtractPatterns(${name}, ${quoted(PROFILE)})["place"]`, `${biller} == ${quoted(BEDROCK)}`),
    set(note("profile"), place),
    `replace_pattern(${name}, "^[a-z-]+[.]", "") where ${isThere(place)}`,
    set(note("name"), name),
  ];
}

function shortenStatements(): readonly Ottl[] {
  const isSame = `${name} == ${note("name")}`;
  const request = namedBy("request");
  return [
    set(name, note("name")),
    `replace_pattern(${name}, "^(ft:[^:]+):.*$", "$1")`,
    `replace_pattern(${name}, "^(.+)[.]ft-.*$", "ft:$1")`,
    `replace_pattern(${name}, ${quoted(MARKERS)}, "")`,
    `replace_pattern(${name}, "-00[0-9]$", "") where ${anyOf(GOOGLE.map((one) => `${biller} == ${quoted(one)}`))}`,
    set(note("by"), quoted("request"), allOf([isSame, `IsString(${request})`])),
    set(name, `ToLowerCase(${request})`, allOf([isSame, `IsString(${request})`])),
    set(name, quoted("*:free"), `HasSuffix(${note("name")}, ":free")`),
    // A server of one's own, which nobody bills; but not the models that it passes on to its vendor's cloud.
    set(name, quoted("*"), `${biller} == "ollama" and not IsMatch(${note("name")}, "[:-]cloud$")`),
  ];
}
