// SPDX-License-Identifier: Apache-2.0
import manifest from "../package.json" with { type: "json" };

/** Name of this package: the instrumentation scope of its spans. */
export const NAME: string = manifest.name;

/** Version of this package. */
export const VERSION: string = manifest.version;
