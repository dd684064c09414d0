// SPDX-License-Identifier: Apache-2.0
import {
  ATTRIBUTE_FAMILIES,
  BILLED_OPERATIONS,
  CACHE_BESIDE_INPUT,
  DIALECTS,
  MODEL_PREFIXES,
  NO_PROVIDERS,
  PROVIDER_ALIASES,
  REASONING_BESIDE_OUTPUT,
  REMOTE_AGENT_OPERATION,
  SCOPE_NAMES,
} from "../../packages/semconv/src/index.ts";
import type { Dialect } from "../../packages/semconv/src/index.ts";

function withoutRemarks({ evidence: _evidence, lost: _lost, recordsMetrics: _metrics, ...dialect }: Dialect): object {
  return dialect;
}

/** Whom the dialect tables know, and how they speak. Order matters in dialects, families and prefixes: lists, not maps. */
export function dialectTables(): object {
  return {
    dialects: DIALECTS.map(withoutRemarks),
    families: ATTRIBUTE_FAMILIES,
    billedOperations: BILLED_OPERATIONS,
    remoteAgentOperation: REMOTE_AGENT_OPERATION,
    cacheBesideInput: [...CACHE_BESIDE_INPUT],
    reasoningBesideOutput: [...REASONING_BESIDE_OUTPUT],
    providerAliases: PROVIDER_ALIASES,
    noProviders: [...NO_PROVIDERS],
    modelPrefixes: Object.entries(MODEL_PREFIXES),
    scopeNames: SCOPE_NAMES,
  };
}
