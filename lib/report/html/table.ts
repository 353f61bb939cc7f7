import { type Html, html } from './html';

/** A row of a table. The first cell is its heading. */
export interface Row {
  readonly cells: readonly (Html | string | number)[];
  /** Further classes of the row. */
  readonly classes?: string;
}

/** A table that scrolls sideways on a narrow screen. The filter of the page hides its rows. */
export function table(caption: string, headings: readonly string[], rows: readonly Row[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ cells: [first = '', ...others], classes = '' }) =>
    html`<tr class="row ${classes}"><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>
`;
}

/** A mark of what a change did: not by colour alone. */
export function mark(change: string | undefined): Html {
  return change === undefined ? html`` : html` <span class="mark ${change}">${change}</span>`;
}
