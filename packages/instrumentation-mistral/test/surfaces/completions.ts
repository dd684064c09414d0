// SPDX-License-Identifier: Apache-2.0
import type { CallInput, Surface } from "@outlay-test/conformance";

import type { Client } from "../load-sdk.ts";
import {
  CLIENT_ATTRIBUTES,
  COMPLETION_USAGE,
  ERRORS,
  RESPONSE_ID,
  STREAM_WAYS,
  traitsOf,
  connect,
  optionsOf,
} from "./common.ts";
import type { Version } from "./common.ts";

type AgentBody = Parameters<Client["agents"]["complete"]>[0];
type FimBody = Parameters<Client["fim"]["complete"]>[0];

const AGENT = "ag_capitals";
const FIM_MODEL = "codestral-latest";

const SHARED = {
  lesser: true,
  usage: COMPLETION_USAGE,
  streamWays: STREAM_WAYS,
  errorClass: () => Error,
  errors: ERRORS,
} as const;

/** `agents` of one version: completions by an agent, whose model the answer tells. */
export function agentsSurface(version: Version): Surface {
  const agents = (provider: Parameters<Surface["create"]>[0]): Client["agents"] => connect(version, provider).agents;
  const bodyOf = (input: CallInput): AgentBody => ({
    agentId: AGENT,
    messages: [{ role: "user", content: input.prompt }],
  });
  return {
    ...SHARED,
    traits: traitsOf(version),
    name: "agents",
    spanName: "chat",
    requestAttributes: { ...CLIENT_ATTRIBUTES, "gen_ai.operation.name": "chat", "gen_ai.agent.id": AGENT },
    responseAttributes: {
      "gen_ai.response.id": RESPONSE_ID,
      "gen_ai.response.model": "mistral-medium-2508",
      "gen_ai.response.finish_reasons": ["stop"],
    },
    patched: () => ({ prototype: prototypeOf(version, "agents"), method: "complete" }),
    create: (provider, input) => agents(provider).complete(bodyOf(input), optionsOf(input)),
    stream: (provider, input) => agents(provider).stream(bodyOf(input), optionsOf(input)),
  };
}

/** `fim` of one version: what belongs between two pieces of code. */
export function fimSurface(version: Version): Surface {
  const fim = (provider: Parameters<Surface["create"]>[0]): Client["fim"] => connect(version, provider).fim;
  const bodyOf = (input: CallInput): FimBody => ({ model: FIM_MODEL, prompt: input.prompt, suffix: "}", stop: "\n\n" });
  return {
    ...SHARED,
    traits: traitsOf(version),
    name: "fim",
    spanName: `text_completion ${FIM_MODEL}`,
    requestAttributes: {
      ...CLIENT_ATTRIBUTES,
      "gen_ai.operation.name": "text_completion",
      "gen_ai.request.model": FIM_MODEL,
      "gen_ai.request.stop_sequences": ["\n\n"],
    },
    responseAttributes: {
      "gen_ai.response.id": RESPONSE_ID,
      "gen_ai.response.model": "codestral-2508",
      "gen_ai.response.finish_reasons": ["stop"],
    },
    patched: () => ({ prototype: prototypeOf(version, "fim"), method: "complete" }),
    create: (provider, input) => fim(provider).complete(bodyOf(input), optionsOf(input)),
    stream: (provider, input) => fim(provider).stream(bodyOf(input), optionsOf(input)),
  };
}

function prototypeOf(version: Version, resource: "agents" | "fim"): object {
  return Object.getPrototypeOf(new (version.sdk().Mistral)({ apiKey: "test" })[resource]) as object;
}
