// SPDX-License-Identifier: Apache-2.0

/** Loads a module as this folder's dependencies resolve it; a promise of it where this file was imported. */
export declare function load(name: string): unknown;
