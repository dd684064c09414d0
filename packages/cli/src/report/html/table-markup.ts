// SPDX-License-Identifier: Apache-2.0
import { formatValue } from "../format-value.ts";
import type { ReportTable } from "../report-table.ts";
import { shownColumns } from "../shown-columns.ts";
import type { ShownColumn } from "../shown-columns.ts";
import { markup, Markup } from "./markup.ts";

const LEFT = new Markup(' class="l"');
const RIGHT = new Markup("");

/** A table for eyes and screen readers, inside a box that can be scrolled with the keyboard. */
export function tableMarkup(table: ReportTable): Markup {
  const columns = shownColumns(table);
  const head = columns.map(({ title, kind }) => markup`<th scope="col"${side(kind)}>${title}</th>`);
  const rows = table.rows.map(({ role, values }) => {
    const cells = columns.map(({ index, kind }, place) => {
      const text = formatValue(values[index], kind);
      return place === 0 ? markup`<th scope="row" class="l">${text}</th>` : markup`<td${side(kind)}>${text}</td>`;
    });
    return role === "group" ? markup`<tr>${cells}</tr>` : markup`<tr class="rest">${cells}</tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${table.title}, table">
<table><thead><tr>${head}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function side(kind: ShownColumn["kind"]): Markup {
  return kind === "text" || kind === "time" ? LEFT : RIGHT;
}
