// SPDX-License-Identifier: Apache-2.0
export { GroqInstrumentation, instrumentGroq } from "./instrumentation.ts";
