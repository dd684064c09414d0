// SPDX-License-Identifier: Apache-2.0
export type {
  Iteration,
  Operation,
  OperationName,
  OperationSource,
  OperationStatus,
  RequestedToolCall,
  UsageStatus,
} from "./operation.ts";
export type { Usage, UsageCount, UsageProblem, UsageUnits } from "./usage.ts";
