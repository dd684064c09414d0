// SPDX-License-Identifier: Apache-2.0
import type { ProviderCall } from "../provider-call.ts";

/** Whom a follower tells what becomes of an answer: a call, or something that looks on. */
export type FollowedCall = Pick<ProviderCall, "request" | "ended" | "capturesContent" | "chunkArrived" | "end">;
