// SPDX-License-Identifier: Apache-2.0
import type { WrappedTarget } from "@outlay/core";

import { tracedRequest } from "./client-requests.ts";
import { tracedRegistration } from "./server-requests.ts";

const PROTOCOL = { className: "Protocol", classPath: [], clientPath: [] } as const;
const VERSION_1 = { packageName: "@modelcontextprotocol/sdk", versions: ">=1.12.0 <2" } as const;
const VERSION_2 = { versions: ">=2.0.0 <3", file: "dist/index", classPath: [], clientPath: [] } as const;
const CLIENT_2 = { ...VERSION_2, packageName: "@modelcontextprotocol/client", className: "Client" } as const;
const SERVER_2 = { ...VERSION_2, packageName: "@modelcontextprotocol/server", className: "Server" } as const;

/** Every request of version 1 is sent by this, arguments `(request, resultSchema, options)`. */
const REQUEST_1 = { method: "request", wrap: tracedRequest(0) } as const;

/** And of version 2 by this, arguments `(codec, request, resultSchema, options)`: its public methods all end there. */
const REQUEST_2 = { method: "_requestWithSchemaViaCodec", wrap: tracedRequest(1) } as const;

/** The last argument is the handler, in both versions. */
const REGISTRATION = { method: "setRequestHandler", wrap: tracedRegistration } as const;

/** Where requests leave and where they arrive; clients and servers do both. */
export const TARGETS: readonly WrappedTarget[] = [
  ...["dist/esm/shared/protocol", "dist/cjs/shared/protocol"].flatMap((file) => [
    { ...VERSION_1, ...PROTOCOL, file, ...REQUEST_1 },
    { ...VERSION_1, ...PROTOCOL, file, ...REGISTRATION },
  ]),
  { ...CLIENT_2, ...REQUEST_2 },
  { ...CLIENT_2, ...REGISTRATION },
  { ...SERVER_2, ...REQUEST_2 },
  { ...SERVER_2, ...REGISTRATION },
];
