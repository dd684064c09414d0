// SPDX-License-Identifier: Apache-2.0
export { ConsoleTreeExporter } from "./console-tree-exporter.ts";
export type { ConsoleTreeExporterOptions } from "./console-tree-exporter.ts";
export { renderTrace } from "./render-trace.ts";
export type { RenderOptions } from "./terminal.ts";
export { terminalOptions } from "./terminal.ts";
export type { OutputStream } from "./terminal.ts";
