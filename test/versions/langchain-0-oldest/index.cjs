// SPDX-License-Identifier: Apache-2.0

/** Requires a module as this folder's dependencies resolve it. */
exports.load = (name) => require(name);
