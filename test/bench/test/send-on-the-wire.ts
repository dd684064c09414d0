// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";

import type { ScriptedBlock, ScriptedCall } from "../../../packages/cli/src/simulate/scripted-call.ts";
import type { WireWorld } from "./wire-world.ts";

/** Sends a script through the SDK of its provider; what each call's span carries. */
export async function sendOnTheWire(world: WireWorld, script: readonly ScriptedCall[]): Promise<readonly Attributes[]> {
  for (const call of script) {
    world.setTime(call.atMs);
    world.provider.enqueue({ text: "done", outputTokens: call.outputTokens });
    await world.converse(call.conversation, () => send(world, call));
  }
  return world.take();
}

function send({ anthropic, openai }: WireWorld, { provider, model, system, messages }: ScriptedCall): Promise<unknown> {
  if (provider === "anthropic") {
    return anthropic.messages.create({
      model,
      max_tokens: 1_000,
      system: system.map(blockOf),
      messages: messages.map((message) => ({ role: message.role, content: [blockOf(message)] })),
    });
  }
  const instructions = system.map((block) => ({ role: "system" as const, content: textOf(block) }));
  const said = messages.map((message) => ({ role: message.role, content: textOf(message) }));
  return openai.chat.completions.create({ model, messages: [...instructions, ...said] });
}

function blockOf(block: ScriptedBlock): {
  readonly type: "text";
  readonly text: string;
  readonly cache_control?: { readonly type: "ephemeral"; readonly ttl: "5m" | "1h" };
} {
  const { breakpoint } = block;
  const mark = breakpoint === undefined ? {} : { cache_control: { type: "ephemeral", ttl: breakpoint } as const };
  return { type: "text", text: textOf(block), ...mark };
}

/** Four bytes a token, beginning with what tells it from other texts. */
export function textOf({ name, tokens }: ScriptedBlock): string {
  return `${name}; `.repeat(Math.ceil((4 * tokens) / (name.length + 2))).slice(0, 4 * tokens);
}
