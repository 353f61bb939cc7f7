import { Html, html } from '../../../lib/report/html/html';

test('texts are escaped, and pieces of HTML are not', () => {
  const inner = html`<b>${'<script>"&\''}</b>`;
  expect(html`<p>${inner}${new Html('<i>')}${3}</p>`.text).toBe(
    '<p><b>&lt;script&gt;&quot;&amp;&#39;</b><i>3</p>',
  );
});

test('lists are joined; undefined and false are left out', () => {
  expect(html`${['a', html`<br>`, ['<']]}${undefined}${false}${0}`.text).toBe('a<br>&lt;0');
});
