// SPDX-License-Identifier: Apache-2.0
export { startLambda } from "./lambda.ts";
export type { Invocation, Lambda, LambdaOptions } from "./lambda.ts";
