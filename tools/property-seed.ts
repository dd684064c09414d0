// SPDX-License-Identifier: Apache-2.0
// Set-up of the tests: properties are checked with the same random values in each run, so that whoever builds finds what
// they broke. PROPERTY_SEED takes other values, for whoever looks for what nobody has seen yet.
import fc from "fast-check";

const SEED = 20_261_126;

fc.configureGlobal({ seed: Number(process.env["PROPERTY_SEED"] ?? SEED) });
