// SPDX-License-Identifier: Apache-2.0
// Writes docs/benchmarks.md: pnpm run benchmarks:generate
import { writeFileSync } from "node:fs";

import { PAGE, benchmarksPage } from "./markdown.ts";

writeFileSync(new URL(`../../${PAGE}`, import.meta.url), benchmarksPage());
