// SPDX-License-Identifier: Apache-2.0
export { manualClock, type ManualClock, type Now } from "./core/clock.ts";
export type { Outcome, RecordedRequest } from "./core/recorded-request.ts";
export type {
  Fault,
  JsonObject,
  Match,
  Reply,
  ScriptedEvent,
  ScriptedServerToolCall,
  ScriptedToolCall,
  Step,
} from "./core/script.ts";
export { countTokens } from "./core/tokens.ts";
export { startFakeProvider, type FakeProvider, type FakeProviderOptions } from "./fake-provider.ts";
