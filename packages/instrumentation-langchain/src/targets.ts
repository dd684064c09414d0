// SPDX-License-Identifier: Apache-2.0
import type { FunctionTarget, WrappedTarget } from "@outlay/core";

import { discoverModel } from "./models/discover.ts";
import { rememberAgent, withinAgent } from "./structure/agent-graphs.ts";
import { withHandler, withRunContext } from "./structure/handler.ts";
import { endLeftStreams } from "./structure/left-streams.ts";
import { discoverRetriever } from "./structure/retrievals.ts";

/** Both lines that are in use: files and names are the same in them. */
const CORES = [">=0.3.27 <0.4", ">=1.1.48 <2"].map((versions) => ({ packageName: "@langchain/core", versions }));
const GRAPHS = [">=0.2.36 <0.5", ">=1.0.0 <2"].map((versions) => ({ packageName: "@langchain/langgraph", versions }));

type ClassTarget = Omit<WrappedTarget, "packageName" | "versions" | "classPath" | "clientPath">;

/** Where runs get their handlers, where the code of users runs, where chat models send and retrievers search. */
const CORE_CLASSES: readonly ClassTarget[] = [
  {
    file: "dist/callbacks/manager",
    className: "CallbackManager",
    method: "_configureSync",
    isStatic: true,
    wrap: withHandler,
  },
  {
    file: "dist/singletons/async_local_storage/index",
    className: "AsyncLocalStorageProviderSingleton",
    method: "runWithConfig",
    wrap: withRunContext,
  },
  ...["_generateUncached", "_streamIterator"].map((method) => ({
    file: "dist/language_models/chat_models",
    className: "BaseChatModel",
    method,
    wrap: discoverModel,
  })),
  ...["invoke", "getRelevantDocuments"].map((method) => ({
    file: "dist/retrievers/index",
    className: "BaseRetriever",
    method,
    wrap: discoverRetriever,
  })),
];

const GRAPH_CLASSES: readonly ClassTarget[] = [
  { file: "dist/pregel/index", className: "Pregel", method: "_streamIterator", wrap: withinAgent },
];

/** Classes that are patched, each exported under its own name by an entry of its package. */
export const CLASS_TARGETS: readonly WrappedTarget[] = [
  ...CORES.flatMap((range) => CORE_CLASSES.map((target) => inRange(range, target))),
  ...GRAPHS.flatMap((range) => GRAPH_CLASSES.map((target) => inRange(range, target))),
];

const FUNCTION_TARGETS: readonly FunctionTarget[] = [
  ...CORES.map((range) => ({
    ...range,
    file: "dist/utils/stream",
    functionName: "AsyncGeneratorWithSetup",
    wrap: endLeftStreams,
  })),
  ...GRAPHS.map((range) => ({
    ...range,
    file: "dist/prebuilt/react_agent_executor",
    functionName: "createReactAgent",
    wrap: rememberAgent,
  })),
];

/** Everything that is looked at as it is loaded. */
export const TARGETS: readonly (WrappedTarget | FunctionTarget)[] = [...CLASS_TARGETS, ...FUNCTION_TARGETS];

function inRange(range: Pick<WrappedTarget, "packageName" | "versions">, target: ClassTarget): WrappedTarget {
  return { ...range, ...target, classPath: [target.className], clientPath: [] };
}
