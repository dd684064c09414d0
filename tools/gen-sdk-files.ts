// SPDX-License-Identifier: Apache-2.0
// Writes packages/node/src/sdk-files.generated.ts: the files whose loading makes the preload load an instrumentation.
// A test fails when it is stale. Run with `node --conditions=@outlay/source`, so that packages are read from their sources.
import { writeFileSync } from "node:fs";

import { outlayTargets } from "../packages/node/src/instrumentations.ts";
import { renderSdkFiles } from "./sdk-files.ts";

const file = new URL("../packages/node/src/sdk-files.generated.ts", import.meta.url);
writeFileSync(file, renderSdkFiles(outlayTargets()));
