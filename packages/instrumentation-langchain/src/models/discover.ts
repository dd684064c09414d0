// SPDX-License-Identifier: Apache-2.0
import { guard } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import { followOwn } from "../follow-own.ts";
import { followGenerate, followStream } from "./follow-model.ts";

/** The wrapper around methods of `BaseChatModel` that end in those of the model's own class, which are followed then. */
export function discoverModel(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (host.isEnabled()) {
      guard("langchain.discover", () =>
        followOwn(this, {
          _generate: (own) => followGenerate(host, own),
          _streamResponseChunks: (own) => followStream(host, own),
        }),
      );
    }
    return original.apply(this, args);
  };
}
