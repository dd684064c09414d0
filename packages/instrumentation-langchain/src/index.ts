// SPDX-License-Identifier: Apache-2.0
export { LangChainInstrumentation, instrumentLangChain } from "./instrumentation.ts";
