// SPDX-License-Identifier: Apache-2.0
// Writes the tables of packages/semconv/README.md. A test fails when they are stale.
import { readFileSync, writeFileSync } from "node:fs";

import { fillSections } from "../readme/sections.ts";
import { semconvSections } from "./render-tables.ts";

const readme = new URL("../../packages/semconv/README.md", import.meta.url);
writeFileSync(readme, fillSections(readFileSync(readme, "utf8"), semconvSections()));
