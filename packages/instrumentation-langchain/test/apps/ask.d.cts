// SPDX-License-Identifier: Apache-2.0
declare function ask(sdk: unknown): Promise<void>;
export = ask;
