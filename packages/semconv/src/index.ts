// SPDX-License-Identifier: Apache-2.0
/** Instrumentation scope prefix of every span and metric Outlay emits. */
export const SCOPE_PREFIX = "@outlay/";
