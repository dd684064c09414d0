// SPDX-License-Identifier: Apache-2.0

/** A node to be drawn: its own lines, then what hangs below it. */
export interface TreeNode {
  /** The first line is the node, further ones are indented under it. */
  readonly lines: readonly string[];
  readonly children: readonly TreeNode[];
}

/** Draws nodes with box characters, one line each, without a trailing line break. */
export function drawTree(roots: readonly TreeNode[]): string {
  return roots.flatMap((root) => [...drawNode(root, "", "")]).join("\n");
}

function* drawNode(node: TreeNode, first: string, rest: string): Generator<string> {
  const [title = "", ...details] = node.lines;
  yield first + title;
  const bar = node.children.length > 0 ? "│ " : "  ";
  for (const detail of details) yield `${rest}${bar}  ${detail}`;
  for (const [index, child] of node.children.entries()) {
    const isLast = index === node.children.length - 1;
    yield* drawNode(child, rest + (isLast ? "└─ " : "├─ "), rest + (isLast ? "   " : "│  "));
  }
}
