// SPDX-License-Identifier: Apache-2.0
import { diag } from "@opentelemetry/api";
import { expect, it, vi } from "vitest";

import { completionStream } from "../src/stream-usage.ts";

const REQUEST = { operationName: "chat", model: "gpt-5", stream: true, attributes: {} } as const;
const USAGE_CHUNK = { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } };

it("says once that streams end without usage, and which setting brings it", () => {
  const warn = vi.fn<(message: string) => void>();
  const silent = (): void => undefined;
  diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent });
  const read = (chunks: readonly unknown[], complete: boolean): void => {
    const stream = completionStream(REQUEST, false);
    for (const chunk of chunks) stream.push(chunk);
    stream.finish(complete);
  };

  read([USAGE_CHUNK], true);
  read([], false);
  expect(warn).not.toHaveBeenCalled();
  read([], true);
  read([], true);
  expect(warn.mock.calls.map(([message]) => message)).toEqual([expect.stringContaining("OUTLAY_STREAM_USAGE=inject")]);
});
