// SPDX-License-Identifier: Apache-2.0

/** One run of a tool by the program, as an `execute_tool` span tells it. */
export interface ToolRun {
  readonly traceId?: string | undefined;
  /** The conversation, where it is known; else the trace stands for it. */
  readonly conversationId?: string | undefined;
  readonly agentName?: string | undefined;
  readonly name: string;
  /** Keyed hashes; runs of one process compare. */
  readonly argumentsHash?: string | undefined;
  readonly resultHash?: string | undefined;
  readonly isError: boolean;
  readonly startTimeMs: number;
  readonly endTimeMs: number;
  /** Only where content is captured: JSON text. */
  readonly arguments?: string | undefined;
  readonly result?: string | undefined;
}
