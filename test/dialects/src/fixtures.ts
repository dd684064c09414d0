// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Fixture } from "./fixture.ts";

const FOLDER = fileURLToPath(new URL("../fixtures", import.meta.url));

/** A fixture and where it is. */
export interface StoredFixture {
  /** `EMITTER@VERSION`. */
  readonly folder: string;
  /** The case. */
  readonly name: string;
  readonly fixture: Fixture;
}

/** Every fixture there is. */
export function storedFixtures(): StoredFixture[] {
  return readdirSync(FOLDER)
    .toSorted()
    .flatMap((folder) =>
      readdirSync(join(FOLDER, folder))
        .toSorted()
        .map((file) => ({
          folder,
          name: file.replace(/\.json$/, ""),
          fixture: JSON.parse(readFileSync(join(FOLDER, folder, file), "utf8")) as Fixture,
        })),
    );
}
