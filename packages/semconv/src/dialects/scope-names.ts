// SPDX-License-Identifier: Apache-2.0

/** Names of a call's scope in other dialects, for ours; the first one that is there counts, and only where ours is not. */
export const SCOPE_NAMES: Readonly<Record<string, readonly string[]>> = {
  "user.id": [
    "langfuse.user.id",
    "ai.telemetry.metadata.userId",
    "traceloop.association.properties.user_id",
    "langsmith.metadata.user_id",
    "enduser.id",
    "llm.user",
  ],
  "session.id": [
    "langfuse.session.id",
    "ai.telemetry.metadata.sessionId",
    "traceloop.association.properties.session_id",
    "langsmith.metadata.session_id",
    "mastra.metadata.sessionId",
  ],
  "gen_ai.conversation.id": [
    "ai.telemetry.metadata.threadId",
    "traceloop.association.properties.thread_id",
    "langsmith.metadata.thread_id",
    "langsmith.metadata.conversation_id",
    "mastra.metadata.threadId",
    "thread.id",
  ],
  "gen_ai.agent.name": ["ai.telemetry.functionId"],
};
