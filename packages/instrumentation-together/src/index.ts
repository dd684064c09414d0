// SPDX-License-Identifier: Apache-2.0
export { TogetherInstrumentation, instrumentTogether } from "./instrumentation.ts";
