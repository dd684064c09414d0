// SPDX-License-Identifier: Apache-2.0
import { drawTree, type TreeNode } from "./draw-tree.ts";
import type { Attributes, AttributeValue, MetricPoint, ReceivedLog, ReceivedMetric, ReceivedSpan } from "./records.ts";

/** What a tree shows. */
export interface TreeOptions {
  /** Attribute keys to show, sorted; `gen_ai.*` stands for all that begin so. @defaultValue none */
  readonly attributes?: readonly string[];
}

/**
 * Draws traces: siblings by start time, then name. Ids are left out, so equal runs draw equal trees.
 * Spans whose parent did not arrive are roots.
 */
export function traceTree(spans: readonly ReceivedSpan[], options: TreeOptions = {}): string {
  const ids = new Set(spans.map((span) => span.spanId));
  const childrenOf = Map.groupBy(spans, (span) =>
    span.parentSpanId !== undefined && ids.has(span.parentSpanId) ? span.parentSpanId : "",
  );
  const nodesUnder = (parent: string): TreeNode[] =>
    (childrenOf.get(parent) ?? []).sort(byStartThenName).map((span) => ({
      lines: [spanTitle(span), ...attributeLines(span.attributes, options)],
      children: [...span.events.map((event) => eventNode(event, options)), ...nodesUnder(span.spanId)],
    }));
  return drawTree(nodesUnder(""));
}

/** Draws metrics by name, points by attributes. Cumulative exports show the last point, delta exports their sum. */
export function metricTree(metrics: readonly ReceivedMetric[], options: TreeOptions = {}): string {
  const byName = [...Map.groupBy(metrics, (metric) => metric.name)].sort(([a], [b]) => compare(a, b));
  const nodes = byName.flatMap(([name, exports]) => {
    const last = exports.at(-1);
    if (!last) return [];
    const points = Map.groupBy(
      exports.flatMap((metric) => metric.points),
      (point) => pointKey(point, options),
    );
    const children = [...points]
      .sort(([a], [b]) => compare(a, b))
      .map(([key, all]) => ({
        lines: [`${key} ${pointText(last.temporality === "delta" ? all : all.slice(-1))}`],
        children: [],
      }));
    return [{ lines: [`${name} ${last.type}${last.unit === "" ? "" : ` in ${last.unit}`}`], children }];
  });
  return drawTree(nodes);
}

/** Draws log records in the order of their times. */
export function logTree(logs: readonly ReceivedLog[], options: TreeOptions = {}): string {
  const sorted = [...logs].sort((a, b) => compare(a.timeUnixNano, b.timeUnixNano));
  return drawTree(
    sorted.map((log) => ({
      lines: [
        [log.severityText, log.eventName, log.body === null ? "" : text(log.body)].filter(Boolean).join(" "),
        ...attributeLines(log.attributes, options),
      ],
      children: [],
    })),
  );
}

function spanTitle({ name, kind, status }: ReceivedSpan): string {
  const outcome = status.code === "unset" ? "" : ` ${status.code}${status.message === "" ? "" : `: ${status.message}`}`;
  return `${name} [${kind}]${outcome}`;
}

function eventNode(event: ReceivedSpan["events"][number], options: TreeOptions): TreeNode {
  return { lines: [`• ${event.name}`, ...attributeLines(event.attributes, options)], children: [] };
}

function attributeLines(attributes: Attributes, { attributes: wanted = [] }: TreeOptions): string[] {
  return Object.keys(attributes)
    .filter((key) => wanted.some((pattern) => matches(pattern, key)))
    .sort()
    .map((key) => `${key}: ${text(attributes[key] ?? null)}`);
}

function matches(pattern: string, key: string): boolean {
  return pattern.endsWith("*") ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}

function pointKey(point: MetricPoint, options: TreeOptions): string {
  const shown = options.attributes === undefined ? { attributes: ["*"] } : options;
  return `{${attributeLines(point.attributes, shown).join(", ")}}`;
}

function pointText(points: readonly MetricPoint[]): string {
  const total = (field: "value" | "count" | "sum"): number =>
    points.reduce((sum, point) => sum + (point[field] ?? 0), 0);
  return points[0]?.value === undefined ? `count ${total("count")} sum ${total("sum")}` : String(total("value"));
}

function text(value: AttributeValue): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item));
}

function byStartThenName(a: ReceivedSpan, b: ReceivedSpan): number {
  return compare(a.startTimeUnixNano, b.startTimeUnixNano) || compare(a.name, b.name);
}

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
