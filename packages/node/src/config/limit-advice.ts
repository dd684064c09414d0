// SPDX-License-Identifier: Apache-2.0
import { nearest } from "./nearest.ts";
import { pathText } from "./path.ts";
import type { Finding } from "./problem.ts";
import { showValue } from "./problem.ts";
import { nodeAt, plainFrom } from "./source-tree.ts";
import type { SourceNode } from "./source-tree.ts";

/** Sections that say together what limits are and whether they hold. */
export interface LimitSections {
  readonly root: SourceNode;
  readonly budgets: SourceNode | undefined;
  readonly breakers: SourceNode | undefined;
}

/** Attributes that calls carry without a program's doing, or by the names that everybody uses. */
const KNOWN_ATTRIBUTES: readonly string[] = [
  "deployment.environment.name",
  "feature",
  "gen_ai.agent.name",
  "gen_ai.conversation.id",
  "gen_ai.operation.name",
  "gen_ai.provider.name",
  "gen_ai.request.model",
  "gen_ai.response.model",
  "gen_ai.workflow.name",
  "outlay.run.id",
  "server.address",
  "service.name",
  "session.id",
  "team.id",
  "tenant.id",
  "user.id",
];
/** What the clients of OpenAI and Anthropic wait for an answer unless told otherwise. */
const CLIENT_TIMEOUT_MS = 10 * 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const AS_IT_IS = "it as it is";

/**
 * What is allowed in limits and probably not meant: rungs that no call reaches, names with a slip of the pen, leases that
 * end before calls do. Each with its place; none of it keeps a program from starting.
 */
export function adviseOnLimits(sections: LimitSections): readonly Finding[] {
  const budgets = itemsOf(sections.budgets);
  return [
    ...budgets.flatMap((budget) => [...deadRungs(budget), ...idleRequire(budget)]),
    ...[...budgets, ...itemsOf(sections.breakers)].flatMap((limit) => strayAttributes(limit)),
    ...idleRoutes(sections.root, budgets),
    ...shortLease(sections.root),
    ...idleEnforcement(sections.root, budgets, itemsOf(sections.breakers)),
  ].map((finding) => ({ ...finding, isAdvice: true }));
}

/** A call is refused at the lowest block: nothing above it that would act on one is ever asked. */
function deadRungs(budget: SourceNode): readonly Finding[] {
  const rungs = itemsOf(nodeAt(budget, ["thresholds"])).map((node) => ({
    node,
    at: shareOf(contentOf(node, "at")),
    action: contentOf(node, "action") ?? "alert",
  }));
  const lowest = Math.min(...rungs.map(({ at, action }) => (action === "block" ? at : Infinity)));
  const dead = rungs.filter(({ at, action }) => at > lowest && action !== "alert");
  return dead.map(({ node }) =>
    found(
      nodeAt(node, ["at"]) ?? node,
      `a share up to ${lowest * 100} %, where calls are refused; above it this is never asked`,
    ),
  );
}

function idleRequire(budget: SourceNode): readonly Finding[] {
  const node = nodeAt(budget, ["require"]);
  if (node?.content !== true || nodeAt(budget, ["group_by"]) !== undefined) return [];
  return [found(node, "group_by beside it: there is no attribute that a call could lack")];
}

/** Names are the program's to choose: only one that is nearly a known one is told. */
function strayAttributes(limit: SourceNode): readonly Finding[] {
  const groupBy = nodeAt(limit, ["group_by"]);
  const listed = Array.isArray(groupBy?.content) ? groupBy.content : [groupBy ?? []].flat();
  const matched = nodeAt(limit, ["match"])?.content;
  const named = [
    ...listed.map((node) => ({ node, name: node.content })),
    ...(matched instanceof Map ? [...matched].map(([name, node]) => ({ node, name })) : []),
  ];
  return named.flatMap(({ node, name }) => {
    if (typeof name !== "string" || KNOWN_ATTRIBUTES.includes(name)) return [];
    const meant = nearest(name, KNOWN_ATTRIBUTES);
    const isNear = meant !== undefined && Math.abs(meant.length - name.length) <= 2;
    return isNear ? [{ ...found(node, `${meant}, if that is what calls carry`), value: showValue(name) }] : [];
  });
}

function idleRoutes(root: SourceNode, budgets: readonly SourceNode[]): readonly Finding[] {
  const routes = nodeAt(root, ["routes"]);
  if (!(routes?.content instanceof Map)) return [];
  const rungs = budgets.flatMap((budget) => itemsOf(nodeAt(budget, ["thresholds"])));
  const taken = new Set(rungs.map((rung) => contentOf(rung, "route")));
  return [...routes.content]
    .filter(([name]) => !taken.has(name))
    .map(([, node]) => ({
      ...found(node, "a threshold with action: reroute that takes it"),
      ...node.keyPlace,
      value: "a route that none takes",
    }));
}

/** What runs in one process, or gives no sign of life, is taken for lost when its lease ends. */
function shortLease(root: SourceNode): readonly Finding[] {
  const ttl = nodeAt(root, ["lease", "ttl"]);
  const hasSignsOfLife =
    nodeAt(root, ["store"]) !== undefined && nodeAt(root, ["lease", "heartbeat"])?.content !== "off";
  if (ttl === undefined || hasSignsOfLife || durationMs(ttl.content) >= CLIENT_TIMEOUT_MS) return [];
  return [found(ttl, "at least 10m, for which clients of OpenAI and Anthropic wait for an answer by default")];
}

function idleEnforcement(
  root: SourceNode,
  budgets: readonly SourceNode[],
  breakers: readonly SourceNode[],
): readonly Finding[] {
  const mode = nodeAt(root, ["mode"]);
  const rungs = budgets.flatMap((budget) => itemsOf(nodeAt(budget, ["thresholds"])));
  const acts = breakers.length > 0 || rungs.some((rung) => (contentOf(rung, "action") ?? "alert") !== "alert");
  const isMeant = mode?.content === "enforce" || mode?.content === "shadow";
  return mode !== undefined && isMeant && !acts
    ? [found(mode, "a breaker, or a threshold with an action such as block: all there is only alerts")]
    : [];
}

function found(node: SourceNode, expected: string): Finding {
  const value = showValue(node.written ?? plainFrom(node));
  return { ...node.place, key: pathText(node.path), value, expected, used: AS_IT_IS };
}

function itemsOf(section: SourceNode | undefined): readonly SourceNode[] {
  return Array.isArray(section?.content) ? section.content : [];
}

function contentOf(node: SourceNode, key: string): unknown {
  return nodeAt(node, [key])?.content;
}

/** `"80%"` and `0.8` alike; what is neither is told elsewhere. */
function shareOf(at: unknown): number {
  if (typeof at === "number") return at;
  return typeof at === "string" && at.trim().endsWith("%") ? Number(at.trim().slice(0, -1)) / 100 : Number.NaN;
}

function durationMs(text: unknown): number {
  if (typeof text !== "string") return Infinity;
  return Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? Infinity);
}
