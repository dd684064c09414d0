// SPDX-License-Identifier: Apache-2.0
import { canonicalProvider, compiledTable, hostFacts } from "@outlay/pricing";
import { GEN_AI, MODEL_PREFIXES, NO_PROVIDERS, PROVIDER_ALIASES, SERVER } from "@outlay/semconv";

import { allOf, anyOf, attribute, first, isMissing, isThere, local, lookUp, note, quoted, set } from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";
import { KNOWN_HOSTS, KNOWN_HOST_ENDINGS } from "./known-hosts.ts";

const SPARE_PROVIDER_NAMES = [GEN_AI.PROVIDER_NAME, "gen_ai.system", "llm.provider", "llm.system"];
/** Names with dots of the conventions' own. */
const CLOUD = "^(?:aws|azure|gcp|ibm)[.]";

/** Spellings of the providers that the price table has, and of those that the conventions have. */
const SPELLINGS: readonly string[] = [
  ...Object.keys(compiledTable().providers).flatMap((name) => [
    name.replaceAll("_", "-"),
    name.replaceAll("_", ""),
    name.replace(/_ai$/, ""),
    name.replace(/_ai$/, "ai"),
  ]),
  ...Object.values(PROVIDER_ALIASES),
  "gcp.gen_ai",
];

/** Whose price list a provider's calls are billed by, where it is listed under another name. */
const BILLERS: Readonly<Record<string, string>> = Object.fromEntries(
  SPELLINGS.map((name) => [name, canonicalProvider(name)] as const).filter(([name, biller]) => name !== biller),
);

/** Notes who was called, under the conventions' name, and whose price list holds. */
export function providerGroups(): readonly StatementGroup[] {
  const said = local("said");
  const vendor = local("vendor");
  const provider = note("said");
  return [
    {
      context: "span",
      error_mode: "silent",
      conditions: [isThere(note("operation"))],
      statements: [
        set(said, `ToLowerCase(${first([note("provider"), ...SPARE_PROVIDER_NAMES.map(attribute)])})`),
        // `openai.chat` is the AI SDK's: the vendor, and which of its APIs.
        set(vendor, `Split(${said}, ".")[0]`, `not IsMatch(${said}, ${quoted(CLOUD)})`),
        set(provider, first([vendor, said])),
        set(provider, lookUp(PROVIDER_ALIASES, vendor), isThere(vendor)),
        set(provider, lookUp(PROVIDER_ALIASES, said), isThere(said)),
      ],
    },
    unsaidProvider(provider),
    biller(provider),
  ];
}

/** Where nobody says who was called: as its emitter always does, else whose model it is. */
function unsaidProvider(provider: Ottl): StatementGroup {
  const model = local("model");
  const nobody = [...NO_PROVIDERS].map((name) => `${provider} == ${quoted(name)}`);
  const found = local("found");
  const prefixes = Object.entries(MODEL_PREFIXES).map(([prefix, owner]) =>
    set(found, quoted(owner), allOf([isMissing(found), `HasPrefix(${model}, ${quoted(prefix)})`])),
  );
  return {
    context: "span",
    error_mode: "silent",
    conditions: [allOf([isThere(note("operation")), anyOf([isMissing(provider), ...nobody])])],
    statements: [
      set(found, note("speaker", "provider")),
      set(model, first([note("responseModel"), note("model")])),
      ...prefixes,
      set(provider, found),
    ],
  };
}

/** The host decides where it is known: clients lend their name to other vendors. */
function biller(provider: Ottl): StatementGroup {
  const host = local("host");
  const billed = note("biller");
  const endings = KNOWN_HOST_ENDINGS.map(({ ending, provider: owner }) =>
    set(billed, quoted(owner), allOf([isThere(host), `HasSuffix(${host}, ${quoted(ending)})`])),
  );
  return {
    context: "span",
    error_mode: "silent",
    conditions: [isThere(note("operation"))],
    statements: [
      set(billed, provider),
      set(billed, lookUp(BILLERS, provider), isThere(provider)),
      set(host, `ToLowerCase(${attribute(SERVER.ADDRESS)})`, `IsString(${attribute(SERVER.ADDRESS)})`),
      set(billed, lookUp(hostTable(), host), isThere(host)),
      ...endings,
    ],
  };
}

function hostTable(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KNOWN_HOSTS.flatMap((host) => {
      const facts = hostFacts(host);
      return facts === undefined ? [] : [[host, facts.provider] as const];
    }),
  );
}
