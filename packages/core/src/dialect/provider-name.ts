// SPDX-License-Identifier: Apache-2.0
import { MODEL_PREFIXES, NO_PROVIDERS, PROVIDER_ALIASES } from "@outlay/semconv";

const UNKNOWN = "unknown";

/** The conventions' name of a provider, from any name in circulation. */
export function providerName(value: string | undefined): string {
  const name = (value ?? UNKNOWN).toLowerCase();
  const alias = own(PROVIDER_ALIASES, name);
  // The conventions have names with dots of their own.
  if (alias !== undefined || /^(?:aws|azure|gcp|ibm)\./.test(name)) return alias ?? name;
  // `openai.chat` and `anthropic.messages` are the AI SDK's: the vendor, and which of its APIs.
  const vendor = name.split(".", 1)[0] ?? name;
  return own(PROVIDER_ALIASES, vendor) ?? vendor;
}

/** Who was called: as the span says, else as its emitter always does, else whose model it is. */
export function calledProvider(
  said: string | undefined,
  always: string | undefined,
  model: string | undefined,
): string {
  const name = said === undefined ? UNKNOWN : providerName(said);
  if (!NO_PROVIDERS.has(name)) return name;
  return always ?? providerOfModel(model) ?? name;
}

function providerOfModel(model: string | undefined): string | undefined {
  if (model === undefined) return undefined;
  for (const prefix in MODEL_PREFIXES) {
    if (model.startsWith(prefix)) return MODEL_PREFIXES[prefix];
  }
  return undefined;
}

/** Names come from spans: `constructor` must not find what every object has. */
function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
