// SPDX-License-Identifier: Apache-2.0
export type { Dialect } from "./dialect.ts";
export type { AttributeFamily, CountFact, Inclusion, JsonSource, TextFact } from "./facts.ts";
export { ATTRIBUTE_FAMILIES } from "./families.ts";
export { BILLED_OPERATIONS, REMOTE_AGENT_OPERATION } from "./operations.ts";
export {
  CACHE_BESIDE_INPUT,
  MODEL_PREFIXES,
  NO_PROVIDERS,
  PROVIDER_ALIASES,
  REASONING_BESIDE_OUTPUT,
} from "./providers.ts";
export { SCOPE_NAMES } from "./scope-names.ts";
export { DIALECTS, GEN_AI_DIALECT } from "./table.ts";
