// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf } from "@outlay/core";

import type { AgentFields } from "../internal-types.ts";
import type { AgentFacts } from "./agent-run.ts";

/** What an agent says of itself; its instructions are content, and are not read. */
export function agentFacts(agent: unknown): AgentFacts {
  const { name, handoffDescription } = fieldsOf<AgentFields>(agent);
  return { name: textOf(name), description: textOf(handoffDescription) };
}
