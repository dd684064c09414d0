// SPDX-License-Identifier: Apache-2.0
import type { WrappedTarget } from "@outlay/core";

import { AI_PACKAGE } from "./ai-functions.ts";
import { MODEL_METHODS } from "./models/adapters.ts";
import type { ModelKind } from "./models/adapters.ts";
import { tracedModelMethod } from "./models/discover.ts";
import { PROVIDER_CLASSES } from "./models/model-classes.ts";
import { withAgent } from "./structure/run-arguments.ts";

/** `Agent` of ai 5, exported as `Experimental_Agent`; `ToolLoopAgent` since 6. */
const AGENTS: readonly WrappedTarget[] = ["Agent", "ToolLoopAgent"].flatMap((className) =>
  ["generate", "stream"].map((method) => ({
    ...AI_PACKAGE,
    className,
    method,
    classPath: [],
    clientPath: [],
    wrap: withAgent,
  })),
);

const MODELS: readonly WrappedTarget[] = PROVIDER_CLASSES.flatMap(({ packageName, versions, files, classes }) =>
  Object.entries(classes).flatMap(([kind, names]) =>
    names.flatMap((className) =>
      files.flatMap((file) =>
        MODEL_METHODS[kind as ModelKind].map(([method, adapter]) => ({
          packageName,
          versions,
          file,
          className,
          method,
          classPath: [],
          clientPath: [],
          wrap: (host, original) => tracedModelMethod(host, adapter, original),
        })),
      ),
    ),
  ),
) satisfies readonly WrappedTarget[];

/** Methods that are patched: those of providers' models that send a request, and those that start an agent. */
export const TARGETS: readonly WrappedTarget[] = [...AGENTS, ...MODELS];
