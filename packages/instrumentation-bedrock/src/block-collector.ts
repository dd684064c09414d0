// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, jsonOrText } from "@outlay/core";

import type { ToolFields } from "./internal-types.ts";

/** `contentBlockStart` and `contentBlockDelta`: ContentBlockStartEvent, ContentBlockDeltaEvent. */
interface BlockEventFields {
  readonly contentBlockIndex: unknown;
  readonly start: unknown;
  readonly delta: unknown;
}

/** ContentBlockDelta: one of these. */
interface DeltaFields {
  readonly text: unknown;
  readonly toolUse: unknown;
  readonly reasoningContent: unknown;
}

interface OpenBlock {
  readonly kind: "text" | "reasoning" | "tool";
  readonly tool?: Partial<ToolFields>;
  readonly pieces: string[];
}

/** No answer has more blocks; what comes beyond is not collected. */
const MAX_BLOCKS = 1000;

/** Collects the blocks of a streamed message: which tools are called always, what is said only where somebody asks. */
export class BlockCollector {
  readonly #keepContent: boolean;
  readonly #blocks = new Map<unknown, OpenBlock>();

  constructor(keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  open(event: unknown): void {
    const { contentBlockIndex, start } = fieldsOf<BlockEventFields>(event);
    const { toolUse } = fieldsOf<DeltaFields>(start);
    if (toolUse === undefined || this.#blocks.size >= MAX_BLOCKS) return;
    const { toolUseId, name, type } = fieldsOf<ToolFields>(toolUse);
    this.#blocks.set(contentBlockIndex, { kind: "tool", tool: { toolUseId, name, type }, pieces: [] });
  }

  addDelta(event: unknown): void {
    if (!this.#keepContent) return;
    const { contentBlockIndex, delta } = fieldsOf<BlockEventFields>(event);
    const { text, toolUse, reasoningContent } = fieldsOf<DeltaFields>(delta);
    if (typeof text === "string") this.#add(contentBlockIndex, "text", text);
    else if (toolUse !== undefined) this.#add(contentBlockIndex, "tool", fieldsOf<ToolFields>(toolUse).input);
    else this.#add(contentBlockIndex, "reasoning", fieldsOf<DeltaFields>(reasoningContent).text);
  }

  /** The blocks as an answer that comes whole has them. */
  blocks(): readonly object[] {
    return [...this.#blocks.values()].map(({ kind, tool, pieces }) => {
      const text = pieces.join("");
      if (kind === "text") return { text };
      if (kind === "reasoning") return { reasoningContent: { reasoningText: { text } } };
      return { toolUse: { ...tool, input: jsonOrText(text) } };
    });
  }

  #add(index: unknown, kind: OpenBlock["kind"], piece: unknown): void {
    if (typeof piece !== "string") return;
    const open = this.#blocks.get(index);
    if (open !== undefined) open.pieces.push(piece);
    else if (this.#blocks.size < MAX_BLOCKS) this.#blocks.set(index, { kind, pieces: [piece] });
  }
}
