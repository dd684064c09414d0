// SPDX-License-Identifier: Apache-2.0
// Whoever reaches these models by another way meets the same block: the reader is core's.
export { usageFromAnthropic } from "@outlay/core";
