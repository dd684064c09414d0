// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { PackedPackage } from "./pack.ts";

/** A running registry. */
export interface Registry {
  /** For npm's `@outlay:registry`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves packed packages as an npm registry does, on loopback.
 *
 * With it an app's `package.json` is that of any user, and npm has to find our packages' dependencies and peers by what
 * they declare. Tarballs named one by one would hide a dependency that is missing.
 */
export async function startRegistry(packages: readonly PackedPackage[]): Promise<Registry> {
  // npm must not take an earlier run's answer for this one's, should the port be the same.
  const run = randomUUID();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(run.length + 2);
    const asked = packages.find(({ name }) => path === name || path === `${name}.tgz`);
    response.setHeader("cache-control", "no-store");
    if (asked === undefined) response.writeHead(404).end();
    else if (path === asked.name) response.end(JSON.stringify(packument(asked, `${url}${asked.name}.tgz`)));
    else response.end(asked.tarball);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${run}/`;
  return {
    url,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** @see https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
function packument({ name, version, manifest, integrity }: PackedPackage, tarballUrl: string): object {
  const dist = { tarball: tarballUrl, integrity };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
