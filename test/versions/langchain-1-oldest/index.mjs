// SPDX-License-Identifier: Apache-2.0

/** Imports a module as this folder's dependencies resolve it. */
export const load = (name) => import(name);
