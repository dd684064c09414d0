// SPDX-License-Identifier: Apache-2.0
declare function ask(sdk: unknown, name?: string): Promise<void>;
export = ask;
