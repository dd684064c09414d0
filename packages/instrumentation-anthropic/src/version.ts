// SPDX-License-Identifier: Apache-2.0

/** npm name of this package; the instrumentation scope of its spans. */
export const PACKAGE_NAME = "@outlay/instrumentation-anthropic";

/** Version of this package, as in `package.json`. */
export const PACKAGE_VERSION = "0.0.0";
