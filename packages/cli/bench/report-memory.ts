// SPDX-License-Identifier: Apache-2.0
// Reports on standard input and says how much memory the process had at most.
import { processIo, runCommand } from "../src/index.ts";

let shown = "";
const startMs = performance.now();
await runCommand(["report", "-"], { ...processIo(), stdout: (text) => void (shown += text) });
const seconds = ((performance.now() - startMs) / 1e3).toFixed(0);
const peakMb = (process.resourceUsage().maxRSS / 1024).toFixed(0);
console.log(`${shown.split("\n", 1)[0] ?? ""}\nread in ${seconds} s, at most ${peakMb} MB of memory (RSS)`);
